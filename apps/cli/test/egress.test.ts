import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from '../src/paths.ts';
import { writeProgram } from '../src/testing/fake-program.ts';
import { makeTempFolder, type TempFolder } from '../src/testing/temp-folder.ts';

const Networks = z.union([z.array(z.string()), z.record(z.string(), z.unknown())]);
const Service = z.looseObject({
  networks: Networks,
  ports: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).optional(),
});
const File = z.object({
  services: z.record(z.string(), z.looseObject({})),
  networks: z.record(z.string(), z.unknown()),
});

/** A Compose file; where it says `!override` or `!reset`, what stands there replaces what was. */
function readCompose(path: string): z.infer<typeof File> {
  const text = readFileSync(join(ROOT, path), 'utf8').replaceAll(/!(override|reset) /g, '');
  return File.parse(parse(text, { merge: true }));
}

const base = readCompose('docker-compose.yml');
const egress = readCompose('docker-compose.egress.yml');
const names = [...new Set([...Object.keys(base.services), ...Object.keys(egress.services)])];
const services = new Map(
  names.map((name) => [name, Service.parse({ ...base.services[name], ...egress.services[name] })]),
);

describe('with docker-compose.egress.yml', () => {
  test('only the proxy stands in a network with a way out and in the one inside', () => {
    expect(base.networks.inside).toEqual({ internal: true });
    const out = [...services].filter(([, { networks }]) => Object.values(networks).includes('outside'));
    expect(out.map(([name]) => name)).toEqual(['egress']);
  });

  test('what the base file lets out is overridden, not added to', () => {
    const text = readFileSync(join(ROOT, 'docker-compose.egress.yml'), 'utf8');
    const withWayOut = Object.entries(base.services).filter(([, it]) =>
      JSON.stringify(it.networks).includes('outside'),
    );
    expect(withWayOut.map(([name]) => name)).toEqual(['browser-worker', 'ml-worker', 'dashboard']);
    expect(text.match(/networks: !override \[inside\]/g)).toHaveLength(withWayOut.length);
  });

  test('ports are those of what carries inwards, on this machine alone', () => {
    const published = [...services].filter(([, { ports }]) => ports.length > 0);
    expect(published.map(([name]) => name)).toEqual(['front-dashboard', 'front-view']);
    for (const [, { ports }] of published) for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test('browser and Node are told of the proxy', () => {
    const told = (name: string): object => services.get(name)?.environment ?? {};
    expect(told('browser-worker')).toMatchObject({ FAIRLEAD_BROWSER_PROXY_URL: 'http://egress:3128' });
    for (const name of ['ml-worker', 'dashboard'])
      expect(told(name)).toMatchObject({ NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: 'http://egress:3128' });
  });
});

describe('the proxy', () => {
  let folder: TempFolder;
  beforeEach(async () => {
    folder = await makeTempFolder();
    await writeProgram(folder.path, 'squid', 'while [ "$1" != -f ]; do shift; done; exec cat "$2"');
  });
  afterEach(() => folder.remove());

  /** The `host port` pairs that its configuration lets through, having checked that all else is refused. */
  async function allowed(env: Record<string, string>): Promise<string[]> {
    const { stdout } = await promisify(execFile)(join(ROOT, 'deploy/egress-entrypoint.sh'), {
      env: { PATH: `${folder.path}:${process.env.PATH ?? ''}`, TMPDIR: folder.path, ...env },
    });
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('http_access deny all');
    expect(stdout).not.toContain('http_access allow all');
    const hosts = [...stdout.matchAll(/^acl host\d+ dstdomain -n (\S+)\nacl port\d+ port (\d+)$/gm)];
    return hosts.map(([, host, port]) => `${host} ${port}`);
  }

  test('lets through LinkedIn, the language model and the download of the embedding model', async () => {
    const settings = { FAIRLEAD_TARGET: 'linkedin', FAIRLEAD_LINKEDIN_URL: 'https://www.linkedin.com' };
    const hosts = ['api.openai.com 443', 'www.linkedin.com 443', '.linkedin.com 443', '.licdn.com 443'];
    expect(await allowed(settings)).toEqual([...hosts, '.huggingface.co 443', '.hf.co 443']);
    expect(await allowed({ ...settings, FAIRLEAD_EMBEDDER: 'hashing' })).toEqual(hosts);
    expect(await allowed({ ...settings, FAIRLEAD_EMBEDDING_MODEL_DIR: '/models' })).toEqual(hosts);
  });

  test('lets through what is named besides, by the port of its URL', async () => {
    const hosts = await allowed({
      FAIRLEAD_EMBEDDER: 'hashing',
      FAIRLEAD_LLM_BASE_URL: 'http://10.0.0.7:11434/v1',
      FAIRLEAD_NEWSLETTER_ENDPOINT: 'https://news.example/subscriptions',
      FAIRLEAD_EGRESS_ALLOW: 'hooks.example .crm.example https://x.example:8443/path http://plain.example',
    });
    expect(hosts).toEqual([
      ...['hooks.example 443', '.crm.example 443', 'x.example 8443', 'plain.example 80'],
      '10.0.0.7 11434',
      'news.example 443',
    ]);
  });

  test.each(['*', '.', 'a$(reboot)', 'host:port', 'ok.example\nhttp_access allow all'])(
    'refuses %j, which is no host',
    async (entry) => {
      const refusal = await allowed({ FAIRLEAD_EGRESS_ALLOW: entry }).catch((error: unknown) => error);
      expect(refusal).toMatchObject({
        code: 78,
        stderr: expect.stringMatching(/is no host, \.suffix or URL\.\n {2}Remedy: /),
      });
    },
  );
});
