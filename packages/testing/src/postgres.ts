import { Client } from 'pg';
import { inject } from 'vitest';
import { uniqueName } from './unique-name.ts';

/** How tests isolate themselves: a schema each on PGlite, a database each on a real server. */
export type PostgresKind = 'pglite' | 'server';

export interface TestDatabase {
  /** For `pg`: unqualified names mean this database's own tables; pgvector is in `public`. */
  url: string;
  /** Removes the database with all it holds, whoever is still connected. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** On a real server, the database to copy; ignored on PGlite. Default: an empty one. */
  template?: string;
  /** Default: the server of this test run. */
  server?: { url: string; kind: PostgresKind };
}

/** An empty database for one test file, named after `label`. */
export async function createTestDatabase(
  label: string,
  options: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const server = options.server ?? { url: inject('postgresUrl'), kind: inject('postgresKind') };
  const name = uniqueName(label);
  return server.kind === 'pglite'
    ? await createSchema(server.url, name)
    : await createDatabase(server.url, name, options.template);
}

async function createSchema(serverUrl: string, name: string): Promise<TestDatabase> {
  await runSql(serverUrl, `CREATE SCHEMA ${name}`);
  const separator = serverUrl.includes('?') ? '&' : '?';
  return {
    url: `${serverUrl}${separator}options=${encodeURIComponent(`-c search_path=${name},public`)}`,
    drop: () => runSql(serverUrl, `DROP SCHEMA IF EXISTS ${name} CASCADE`),
  };
}

async function createDatabase(
  serverUrl: string,
  name: string,
  template: string | undefined,
): Promise<TestDatabase> {
  const source = template === undefined ? '' : ` TEMPLATE "${template.replaceAll('"', '""')}"`;
  await runSql(serverUrl, `CREATE DATABASE ${name}${source}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const drop = () => runSql(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  try {
    await runSql(url.href, 'CREATE EXTENSION IF NOT EXISTS vector');
  } catch (error) {
    await drop();
    throw error;
  }
  return { url: url.href, drop };
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
