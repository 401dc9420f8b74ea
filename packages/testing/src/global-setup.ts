import type { TestProject } from 'vitest/node';
import { type Servers, startServers } from './choice.ts';
import type { PostgresKind } from './postgres.ts';
import { createTemplate, type Template } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    postgresKind: PostgresKind;
    /** On a real server the migrated database that others are copied from; null on PGlite. */
    postgresTemplate: string | null;
    redisUrl: string;
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Vitest `globalSetup`: one Postgres and one Redis for the whole run. Returns the function that stops them. */
export default async function setup(project: Pick<TestProject, 'provide'>): Promise<() => Promise<void>> {
  const servers = await startServers(process.env, say);
  const { postgres, redis, postgresKind } = servers;
  say(`Tests use Postgres: ${postgres.description}; Redis: ${redis.description}`);
  const template = await templateOf(servers);
  project.provide('postgresUrl', postgres.url);
  project.provide('postgresKind', postgresKind);
  project.provide('postgresTemplate', template?.name ?? null);
  project.provide('redisUrl', redis.url);
  return async () => {
    await template?.drop();
    await stop(servers);
  };
}

async function templateOf(servers: Servers): Promise<Template | null> {
  if (servers.postgresKind === 'pglite') return null;
  return await createTemplate(servers.postgres.url).catch(async (error: unknown) => {
    await stop(servers);
    throw error;
  });
}

async function stop({ postgres, redis }: Servers): Promise<void> {
  await Promise.all([postgres.stop(), redis.stop()]);
}
