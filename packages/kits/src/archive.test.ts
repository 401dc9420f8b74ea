import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import { readArchive } from './archive.ts';
import { MOST_BYTES } from './limits.ts';
import { CONFIG, json, SNAPSHOT } from './testing/kit-files.ts';

type Entry = readonly [Partial<Header> & { name: string }, Buffer];

async function archive(entries: readonly Entry[]): Promise<Buffer> {
  const tar = pack();
  for (const [header, content] of entries) tar.entry(header, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

const config: Entry = [{ name: 'config.json' }, json(CONFIG)];
const model: Entry = [{ name: 'model.json' }, json(SNAPSHOT)];
const nothing = Buffer.alloc(0);

describe('an archive', () => {
  test.each(['', './', 'kit/', './kit/'])(
    'has its files at “%s”, and what else is there is left alone',
    async (root) => {
      const under = ([header, content]: Entry): Entry => [
        { ...header, name: `${root}${header.name}` },
        content,
      ];
      const folder: Entry[] =
        root === '' || root === './' ? [] : [[{ name: root, type: 'directory' }, nothing]];
      const readme: Entry = [{ name: 'README.md' }, Buffer.from('Hello')];
      const files = await readArchive(await archive([...folder, ...[config, model, readme].map(under)]));
      expect(files).toEqual({ config: json(CONFIG), format: 'snapshot', model: json(SNAPSHOT) });
    },
  );

  test('with a model in ONNX', async () => {
    const onnx: Entry = [{ name: 'model.onnx' }, Buffer.from('onnx')];
    expect(await readArchive(await archive([config, onnx]))).toMatchObject({ format: 'onnx' });
  });
});

describe('is refused', () => {
  test.each<[string, readonly Entry[], RegExp]>([
    [
      'a link',
      [config, [{ name: 'model.json', type: 'symlink', linkname: '/etc/passwd' }, nothing]],
      /holds a symlink/,
    ],
    ['a hard link', [[{ name: 'config.json', type: 'link', linkname: 'x' }, nothing]], /holds a link/],
    ['a device', [[{ name: 'config.json', type: 'character-device' }, nothing]], /holds a character-device/],
    ['a path upwards', [[{ name: '../config.json' }, json(CONFIG)]], /leads out of it/],
    ['a path upwards in the middle', [[{ name: 'kit/../../config.json' }, json(CONFIG)]], /leads out of it/],
    ['an absolute path', [[{ name: '/config.json' }, json(CONFIG)]], /leads out of it/],
    ['a path of another system', [[{ name: 'kit\\config.json' }, json(CONFIG)]], /leads out of it/],
    ['a file twice', [config, config, model], /config.json twice/],
    ['no config', [model], /no config.json/],
    ['no model', [config], /has 0 models/],
    ['two models', [config, model, [{ name: 'model.onnx' }, nothing]], /has 2 models/],
    ['files too deep', [[{ name: 'a/b/config.json' }, json(CONFIG)]], /no config.json/],
    [
      'a huge config',
      [[{ name: 'config.json' }, Buffer.alloc(MOST_BYTES.config + 1)]],
      /config.json has \d+ bytes/,
    ],
    [
      'many entries',
      Array.from({ length: 51 }, (_, i): Entry => [{ name: `x${i}` }, nothing]),
      /more than 50 entries/,
    ],
  ])('%s', async (_, entries, why) => {
    await expect(readArchive(await archive(entries))).rejects.toThrow(why);
  });

  test('what unpacks to more than a kit can have', async () => {
    await expect(readArchive(gzipSync(Buffer.alloc(MOST_BYTES.unpacked + 1)))).rejects.toThrow(
      /cannot be read/,
    );
  });

  test('what is no archive, and one that was cut off', async () => {
    await expect(readArchive(Buffer.from('hello'))).rejects.toThrow(/cannot be read/);
    await expect(readArchive(gzipSync(Buffer.from('hello'.repeat(200))))).rejects.toThrow(
      /cannot be read|no config/,
    );
    const whole = await archive([config, model]);
    await expect(readArchive(whole.subarray(0, whole.length / 2))).rejects.toThrow(/cannot be read/);
  });
});
