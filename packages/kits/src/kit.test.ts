import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { EMBEDDING_MODELS } from '@fairlead/shared/domain/embedding';
import { pack } from 'tar-stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeFolder } from './folder.ts';
import { openKit } from './kit.ts';
import { sha256 } from './model.ts';
import { CONFIG, json, SNAPSHOT } from './testing/kit-files.ts';
import { linearOnnx } from './testing/linear-onnx.ts';

const MODEL = json(SNAPSHOT);
const COMMIT = 'c0ffee'.padEnd(40, '0');

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let base: string;
let folder: string;
/** By path. */
let answers: Map<string, Answer>;
let asked: string[];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const answer = answers.get(request.url ?? '');
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(async () => {
  answers = new Map();
  asked = [];
  folder = await mkdtemp(join(tmpdir(), 'fairlead-kit-'));
});
afterEach(() => rm(folder, { recursive: true }));
afterAll(() => new Promise((done) => server.close(done)));

const sends =
  (bytes: Buffer, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(200, headers).end(bytes);
const leadsTo =
  (location: string, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(302, { location, ...headers }).end();

const open = (source: string, options: { sha256?: string; timeoutMs?: number } = {}) =>
  openKit(source, { hubUrl: base, ...options });

async function archive(): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name: 'kit/config.json' }, json(CONFIG));
  tar.entry({ name: 'kit/model.json' }, MODEL);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

describe('A kit comes from a path', () => {
  test('as it was written there', async () => {
    const path = join(folder, 'kit');
    await writeFolder(path, CONFIG, { format: 'snapshot', bytes: MODEL });
    const kit = await open(path);
    expect(kit).toMatchObject({ config: CONFIG, origin: path });
    expect(kit.model).toEqual({
      format: 'snapshot',
      embeddingModel: EMBEDDING_MODELS['bge-small-en-v1.5'],
      bytes: MODEL,
      digest: sha256(MODEL),
    });
    await expect(writeFolder(path, CONFIG, { format: 'snapshot', bytes: MODEL })).rejects.toThrow(
      /is not empty/,
    );
  });

  test('with a model in ONNX, which reads the vectors of the default model', async () => {
    const bytes = linearOnnx({ weights: new Float32Array(384).fill(0.1) });
    await writeFolder(folder, CONFIG, { format: 'onnx', bytes });
    expect((await open(folder)).model).toMatchObject({
      format: 'onnx',
      embeddingModel: 'BAAI/bge-small-en-v1.5',
    });
  });

  test('whose checksum is looked at where it is given', async () => {
    await writeFolder(folder, CONFIG, { format: 'snapshot', bytes: MODEL });
    await expect(open(folder, { sha256: sha256(MODEL).toUpperCase() })).resolves.toBeDefined();
    await expect(open(folder, { sha256: '0'.repeat(64) })).rejects.toThrow(/SHA-256 of model.json is/);
  });

  test.each([
    ['a folder that is not there', async () => {}, /no folder that can be read/],
    ['an empty folder', async (path: string) => void (await mkdir(path)), /no config.json/],
    [
      'a folder instead of a file',
      async (path: string) => void (await mkdir(join(path, 'config.json'), { recursive: true })),
      /is no file/,
    ],
    [
      'a model that is no JSON',
      (path: string) => writeFolder(path, CONFIG, { format: 'snapshot', bytes: Buffer.from('{') }),
      /model.json is no JSON/,
    ],
    [
      'a model of vectors of another length',
      (path: string) =>
        writeFolder(path, CONFIG, { format: 'snapshot', bytes: json({ ...SNAPSHOT, dimension: 10 }) }),
      /model.json: dimension: it reads vectors of 10/,
    ],
    [
      'a model of another version',
      (path: string) =>
        writeFolder(path, CONFIG, { format: 'snapshot', bytes: json({ ...SNAPSHOT, version: 9 }) }),
      /model.json: version: /,
    ],
    [
      'a model whose numbers do not fit together',
      (path: string) =>
        writeFolder(path, CONFIG, { format: 'snapshot', bytes: json({ ...SNAPSHOT, weights: '' }) }),
      /model.json: weights: 385 finite numbers/,
    ],
  ])('not from %s', async (_, prepare, why) => {
    const path = join(folder, 'kit');
    await prepare(path);
    await expect(open(path)).rejects.toThrow(why);
  });
});

describe('or from an address with its checksum', () => {
  test('also after a redirection; what was asked for is where it is from, without the query', async () => {
    const bytes = await archive();
    answers.set('/kit.tar.gz?token=secret', leadsTo('/real'));
    answers.set('/real', sends(bytes));
    const kit = await open(`${base}/kit.tar.gz?token=secret`, { sha256: sha256(bytes) });
    expect(kit).toMatchObject({ config: CONFIG, origin: `${base}/kit.tar.gz` });
  });

  test.each([
    ['without a checksum', 'https://partner.example/kit.tar.gz', {}, /needs a checksum/],
    ['over http', 'http://partner.example/kit.tar.gz', { sha256: '0' }, /is not https/],
    ['with a login', 'https://ada:hush@partner.example/kit.tar.gz', { sha256: '0' }, /holds a login/],
    ['that is none', 'https://', { sha256: '0' }, /is no address/],
  ])('not %s, and nothing is asked for', async (_, source, options, why) => {
    await expect(open(source, options)).rejects.toThrow(why);
    expect(asked).toEqual([]);
  });

  test('not when it is another file than the one that was meant', async () => {
    answers.set('/kit.tar.gz', sends(await archive()));
    await expect(open(`${base}/kit.tar.gz`, { sha256: '0'.repeat(64) })).rejects.toThrow(
      /SHA-256 of the archive/,
    );
  });

  test.each<[string, Answer, RegExp]>([
    ['is not there', (_, response) => void response.writeHead(404).end(), /there is no http/],
    ['fails', (_, response) => void response.writeHead(500).end(), /the server answers 500/],
    ['goes round in circles', leadsTo('/kit.tar.gz'), /more than 5 redirections/],
    ['leads away from https', leadsTo('http://partner.example/kit.tar.gz'), /is not https/],
    ['leads to a file of this machine', leadsTo('file:///etc/passwd'), /is not https/],
    [
      'says that it is huge',
      (_, response) => void response.writeHead(200, { 'content-length': 2 ** 32 }).write('x'),
      /more than/,
    ],
    ['never ends', (_, response) => void response.writeHead(200).write('x'), /no end after/],
    [
      'breaks off',
      (_, response) => void response.writeHead(200, { 'content-length': 9 }).destroy(),
      /cannot be downloaded/,
    ],
  ])('not from a server whose answer %s', async (_, answer, why) => {
    answers.set('/kit.tar.gz', answer);
    await expect(open(`${base}/kit.tar.gz`, { sha256: '0', timeoutMs: 500 })).rejects.toThrow(why);
  });

  test('not when more comes than was said', async () => {
    answers.set('/kit.tar.gz', (_, response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(2 ** 20);
      const pour = (): void => {
        while (response.writable && response.write(chunk));
        response.once('drain', pour);
      };
      pour();
    });
    await expect(open(`${base}/kit.tar.gz`, { sha256: '0' })).rejects.toThrow(/more than \d+ bytes/);
  });
});

describe('or from a repository of the hub', () => {
  beforeEach(() => {
    const headers = { 'x-repo-commit': COMMIT };
    answers.set('/partner/wind/resolve/main/config.json', sends(json(CONFIG), headers));
    answers.set(`/partner/wind/resolve/${COMMIT}/model.json`, leadsTo('/storage/1', headers));
    answers.set('/storage/1', sends(MODEL));
  });

  test('through its ordinary download addresses, the model of the very commit of the configuration', async () => {
    const kit = await open('hf:partner/wind');
    expect(kit).toMatchObject({
      config: CONFIG,
      origin: `hf:partner/wind@${COMMIT}`,
      model: { bytes: MODEL },
    });
    expect(asked).toEqual([
      '/partner/wind/resolve/main/config.json',
      `/partner/wind/resolve/${COMMIT}/model.json`,
      '/storage/1',
    ]);
  });

  test('of the revision that is named, also without a commit, and with a model in ONNX', async () => {
    answers.set('/partner/wind/resolve/refs%2Fpr%2F1/config.json', sends(json(CONFIG)));
    const onnx = linearOnnx({ weights: new Float32Array(384) });
    answers.set('/partner/wind/resolve/refs%2Fpr%2F1/model.onnx', sends(onnx));
    const kit = await open('hf:partner/wind@refs/pr/1', { sha256: sha256(onnx) });
    expect(kit).toMatchObject({ origin: 'hf:partner/wind@refs/pr/1', model: { format: 'onnx' } });
  });

  test('not with another model than the one that was meant', async () => {
    await expect(open('hf:partner/wind', { sha256: '0'.repeat(64) })).rejects.toThrow(
      /SHA-256 of model.json/,
    );
  });

  test('not without a configuration or a model', async () => {
    await expect(open('hf:partner/other')).rejects.toThrow(/no config.json in hf:partner\/other/);
    answers.delete(`/partner/wind/resolve/${COMMIT}/model.json`);
    await expect(open('hf:partner/wind')).rejects.toThrow(/hf:partner\/wind has no model/);
  });

  test.each([
    'hf:wind',
    'hf:../wind',
    'hf:partner/wind/more',
    'hf:partner/wind@../x',
    'hf:partner/..',
    'hf:',
  ])('not of the name %s', async (source) => {
    await expect(open(source)).rejects.toThrow(/is no repository/);
    expect(asked).toEqual([]);
  });
});

test('a folder that cannot be a kit is left as it is', async () => {
  await writeFile(join(folder, 'notes.txt'), 'mine');
  await expect(writeFolder(folder, CONFIG, { format: 'snapshot', bytes: MODEL })).rejects.toThrow(
    /not empty/,
  );
});
