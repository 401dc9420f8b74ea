import { describe, expect, test } from 'vitest';
import { FrameReader, messageBody, messageType, ProtocolViolation, splitMessages } from './frames.ts';
import { query, sync } from './messages.ts';

const stream = Buffer.concat([query('select 1'), sync(), query('x'.repeat(5000))]);

function readAll(reader: FrameReader): string[] {
  const types: string[] = [];
  for (let bytes = reader.readMessage(); bytes !== undefined; bytes = reader.readMessage()) {
    types.push(`${messageType(bytes)}${messageBody(bytes).length}`);
  }
  return types;
}

describe('FrameReader', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 100, stream.length])(
    'finds the same messages in chunks of %i bytes',
    (size) => {
      const reader = new FrameReader();
      const found: string[] = [];
      for (let offset = 0; offset < stream.length; offset += size) {
        reader.push(stream.subarray(offset, offset + size));
        found.push(...readAll(reader));
      }
      expect(found).toEqual(['Q9', 'S0', 'Q5001']);
    },
  );

  test('reads a startup packet and leaves the rest of the chunk', () => {
    const reader = new FrameReader();
    reader.push(Buffer.concat([Buffer.of(0, 0, 0, 8, 4, 210, 22, 47), sync()]));
    expect(reader.readStartup()).toHaveLength(8);
    expect(readAll(reader)).toEqual(['S0']);
  });

  test.each([
    ['shorter than its own length field', Buffer.of(0x51, 0, 0, 0, 3)],
    ['negative', Buffer.of(0x51, 255, 255, 255, 255)],
    ['over a gibibyte', Buffer.of(0x51, 0x7f, 0, 0, 0)],
  ])('refuses a length that is %s', (_name, bytes) => {
    const reader = new FrameReader();
    reader.push(bytes);
    expect(() => reader.readMessage()).toThrow(ProtocolViolation);
  });
});

test('splitMessages refuses output that ends inside a message', () => {
  expect(splitMessages(stream)).toHaveLength(3);
  expect(() => splitMessages(stream.subarray(0, -1))).toThrow(ProtocolViolation);
  expect(() => splitMessages(stream.subarray(0, 3))).toThrow(ProtocolViolation);
});
