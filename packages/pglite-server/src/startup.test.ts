import { describe, expect, test } from 'vitest';
import { ProtocolViolation } from './frames.ts';
import { cstring, int32 } from './messages.ts';
import { parseOptions, parseStartup } from './startup.ts';

function startupPacket(version: number, parameters: Record<string, string>): Buffer {
  const words = Object.entries(parameters).flat().map(cstring);
  const body = Buffer.concat([int32(version), ...words, Buffer.of(0)]);
  return Buffer.concat([int32(body.length + 4), body]);
}

describe('parseStartup', () => {
  test.each([
    [80877103, 'encryption'],
    [80877104, 'encryption'],
    [80877102, 'cancel'],
  ])('request code %i asks for %s', (code, kind) => {
    expect(parseStartup(Buffer.concat([int32(8), int32(code)]))).toEqual({ kind });
  });

  test('keeps the settings, lower-cased, and neither who nor where', () => {
    const packet = startupPacket(3 << 16, {
      user: 'anyone',
      database: 'anything',
      DateStyle: 'German',
      client_encoding: 'UTF8',
      options: '-c search_path=a,public',
    });
    expect(parseStartup(packet)).toEqual({
      kind: 'session',
      settings: new Map([
        ['datestyle', 'German'],
        ['search_path', 'a,public'],
      ]),
    });
  });

  test('refuses an encoding other than UTF-8', () => {
    expect(() => parseStartup(startupPacket(3 << 16, { client_encoding: 'LATIN1' }))).toThrow('only UTF8');
  });

  test('refuses another protocol version', () => {
    expect(() => parseStartup(startupPacket(2 << 16, {}))).toThrow('unsupported frontend protocol 2.0');
  });
});

describe('parseOptions', () => {
  test.each([
    ['-c a=1 -c b=2', { a: '1', b: '2' }],
    ['-ca=1  --work-mem=4MB', { a: '1', work_mem: '4MB' }],
    [String.raw`-c search_path=one,\ two`, { search_path: 'one, two' }],
    [String.raw`-c x=back\\slash=2`, { x: String.raw`back\slash=2` }],
    ['', {}],
  ])('%s', (options, expected) => {
    expect(Object.fromEntries(parseOptions(options))).toEqual(expected);
  });

  test.each(['a=1', '-c', '-c novalue', '-d 3'])('refuses %s', (options) => {
    expect(() => parseOptions(options)).toThrow(ProtocolViolation);
  });
});
