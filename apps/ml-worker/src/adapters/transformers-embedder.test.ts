import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Embedder } from './ports.ts';
import { writeTinyBert } from './testing/tiny-bert.ts';
import { loadPipeline, loadTransformersEmbedder } from './transformers-embedder.ts';

const model = 'invented/tiny-bert';
const texts = [
  'head of sales',
  'a nurse in a hospital',
  'regional director of packaging machines, data engineer',
  '',
];

let folder: string;
let embedder: Embedder;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairlead-embedder-'));
  await writeTinyBert(folder, { name: model });
  embedder = await loadTransformersEmbedder({ modelDir: folder, model, batchSize: 3 });
}, 60_000);

afterAll(async () => {
  await embedder.close();
  await rm(folder, { recursive: true, force: true });
});

function largestGap(a: Float32Array | undefined, b: Float32Array | undefined): number {
  return Math.max(...Array.from(a ?? [], (value, i) => Math.abs(value - (b?.[i] ?? Number.NaN))));
}

describe('loadTransformersEmbedder', () => {
  test('gives one unit vector of 384 numbers per text', async () => {
    const vectors = await embedder.embed(texts);
    expect(vectors).toHaveLength(texts.length);
    for (const vector of vectors) {
      expect(vector).toHaveLength(384);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    }
    expect(embedder.model).toBe(model);
  });

  test('is the normalised vector of the first token (CLS)', async () => {
    const extract = await loadPipeline(model, { modelDir: folder });
    const [text = ''] = texts;
    const { data, dims } = await extract(text);
    const first = Float32Array.from(data as Float32Array).slice(0, dims.at(-1));
    const norm = Math.hypot(...first);
    await extract.dispose();
    expect(dims).toEqual([1, 5, 384]);
    const [vector] = await embedder.embed([text]);
    expect(
      largestGap(
        vector,
        first.map((value) => value / norm),
      ),
    ).toBeLessThan(1e-6);
  });

  test('is deterministic, and different texts differ', async () => {
    const [first, second] = [await embedder.embed(texts), await embedder.embed(texts)];
    expect(first).toEqual(second);
    expect(largestGap(first[0], first[1])).toBeGreaterThan(1e-3);
  });

  test('a text has the same vector alone and in a batch', async () => {
    const batch = await embedder.embed(texts);
    for (const [i, text] of texts.entries()) {
      const [alone] = await embedder.embed([text]);
      expect(largestGap(alone, batch[i])).toBeLessThan(1e-5);
    }
  });

  test('a text longer than the model reads is cut, not refused', async () => {
    const [vector] = await embedder.embed(['sales '.repeat(500)]);
    expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 5);
  });

  test('no texts, no vectors', async () => {
    expect(await embedder.embed([])).toEqual([]);
  });
});

describe('downloading', () => {
  /** A mirror of the hub: `/<org>/<name>/resolve/main/<file>` out of `folder`. Returns its address and a stop. */
  async function startMirror(): Promise<{ host: string; stop: () => void }> {
    const server = createServer((request, response) => {
      const path = (request.url ?? '').replace('/resolve/main/', '/');
      readFile(join(folder, path)).then(
        (bytes) => response.writeHead(200, { 'content-length': bytes.length }).end(bytes),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const stop = (): void => {
      server.close();
      server.closeAllConnections();
    };
    return { host: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop };
  }

  test('fetches the model once, keeps it, and embeds as from a folder', async () => {
    const { host, stop } = await startMirror();
    const cacheDir = join(folder, 'cache');
    try {
      const options = { cacheDir, remoteHost: host, model };
      const downloaded = await loadTransformersEmbedder(options);
      expect(await downloaded.embed(texts)).toEqual(await embedder.embed(texts));
      await downloaded.close();
      await expect(access(join(cacheDir, model, 'onnx', 'model.onnx'))).resolves.toBeUndefined();
      stop();
      const cached = await loadTransformersEmbedder(options);
      await cached.close();
    } finally {
      stop();
    }
  });

  test('a model the hub does not have is refused with the remedy', async () => {
    const { host, stop } = await startMirror();
    try {
      const loading = loadTransformersEmbedder({
        cacheDir: join(folder, 'empty-cache'),
        remoteHost: host,
        model: 'invented/unknown',
      });
      await expect(loading).rejects.toMatchObject({
        name: 'Misconfigured',
        message: expect.stringContaining(host),
        remedy: expect.stringContaining('FAIRLEAD_EMBEDDER=hashing'),
      });
    } finally {
      stop();
    }
  });
});

describe('what is refused', () => {
  async function refusal(loading: Promise<unknown>): Promise<Misconfigured> {
    const error = await loading.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Misconfigured);
    return error as Misconfigured;
  }

  test('a folder without the model, with the remedy', async () => {
    const error = await refusal(loadTransformersEmbedder({ modelDir: folder, model: 'invented/absent' }));
    expect(error.message).toContain('invented/absent');
    expect(error.remedy).toContain('FAIRLEAD_EMBEDDING_MODEL_DIR');
    expect(error.remedy).toContain('FAIRLEAD_EMBEDDER=hashing');
  });

  test('a model of another width', async () => {
    await writeTinyBert(folder, { name: 'invented/narrow', hidden: 96 });
    const error = await refusal(loadTransformersEmbedder({ modelDir: folder, model: 'invented/narrow' }));
    expect(error.message).toContain('its vectors have 96 numbers, 384 are needed');
  });

  test('a file that is no model', async () => {
    await writeTinyBert(folder, { name: 'invented/broken' });
    await writeFile(join(folder, 'invented/broken/onnx/model.onnx'), 'not a model');
    const error = await refusal(loadTransformersEmbedder({ modelDir: folder, model: 'invented/broken' }));
    expect(error.message).toContain('could not be read');
  });
});
