import { createCipheriv } from 'node:crypto';
import { coerceError } from '@fairlead/shared/runtime/errors';
import { withTimeout } from '@fairlead/shared/runtime/timeout';
import { type ByteStream, openByteStream } from './byte-stream.ts';

/** What the browser's window shows. */
export interface RemoteView {
  width: number;
  height: number;
  /** How many different colours there are: an empty display has two, with its pointer. */
  colours: number;
}

const VERSION = 'RFB 003.008\n';
const WITH_PASSWORD = 2;
/** A page has letters, whose edges are smoothed. */
const OF_A_PAGE = 16;
const ANSWER_MS = 30_000;
const UPDATE_HEADER = 4;
const RECTANGLE_HEADER = 12;

/** Looks at the remote view as noVNC does. Returns what is not as promised. */
export async function remoteViewFaults(port: string, password: string): Promise<string[]> {
  const fault = (text: string): string[] => [`The remote view ${text}`];
  try {
    const page = await fetch(`http://127.0.0.1:${port}/vnc.html`);
    if (!page.ok) return fault(`has no page: status ${page.status}`);
    const { width, height, colours } = await readRemoteView(`ws://127.0.0.1:${port}/websockify`, password);
    if (width < 800 || height < 600) return fault(`is too small: ${width} × ${height}`);
    return colours >= OF_A_PAGE ? [] : fault('shows nothing');
  } catch (error) {
    return fault(`cannot be seen: ${coerceError(error).message}`);
  }
}

/**
 * Signs in with the password, which must be asked for, and takes one picture. Throws what is wrong.
 * Source: RFC 6143 §7.1 (handshake), §7.2.2 (authentication), §7.6.1 and §7.7.1 (picture).
 */
export async function readRemoteView(url: string, password: string): Promise<RemoteView> {
  const stream = await openByteStream(url);
  const tooLate = (): Error => new Error('it did not answer in time');
  try {
    return await withTimeout(converse(stream, password), ANSWER_MS, tooLate);
  } finally {
    stream.close();
  }
}

async function converse(stream: ByteStream, password: string): Promise<RemoteView> {
  await stream.read(VERSION.length);
  stream.write(Buffer.from(VERSION));
  const offered = await stream.read((await stream.read(1)).readUInt8());
  if (!offered.equals(Buffer.of(WITH_PASSWORD))) throw new Error('it lets people in without a password');
  stream.write(Buffer.of(WITH_PASSWORD));
  stream.write(answerTo(await stream.read(16), password));
  if ((await stream.read(4)).readUInt32BE() !== 0) throw new Error('it refuses the password');
  stream.write(Buffer.of(1));
  const screen = await stream.read(24);
  const [width, height, depth] = [screen.readUInt16BE(0), screen.readUInt16BE(2), screen.readUInt8(4)];
  await stream.read(screen.readUInt32BE(20));
  return { width, height, colours: await countColours(stream, { width, height, bytes: depth / 8 }) };
}

/** The challenge under DES, whose key is the password with the bits of each byte reversed. */
function answerTo(challenge: Buffer, password: string): Buffer {
  const key = Buffer.alloc(8);
  key.write(password.slice(0, 8), 'latin1');
  for (const [i, byte] of key.entries()) key[i] = reversed(byte);
  // Three times the same key is the single DES that current libraries no longer have.
  const cipher = createCipheriv('des-ede3', Buffer.concat([key, key, key]), null).setAutoPadding(false);
  return Buffer.concat([cipher.update(challenge), cipher.final()]);
}

function reversed(byte: number): number {
  return Number.parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2);
}

async function countColours(
  stream: ByteStream,
  { width, height, bytes }: { width: number; height: number; bytes: number },
): Promise<number> {
  const onlyRaw = Buffer.of(2, 0, 0, 1, 0, 0, 0, 0);
  const whole = Buffer.alloc(10);
  whole.writeUInt8(3, 0);
  whole.writeUInt16BE(width, 6);
  whole.writeUInt16BE(height, 8);
  stream.write(Buffer.concat([onlyRaw, whole]));
  const rectangles = (await stream.read(UPDATE_HEADER)).readUInt16BE(2);
  const colours = new Set<string>();
  for (let i = 0; i < rectangles; i++) {
    const header = await stream.read(RECTANGLE_HEADER);
    const pixels = await stream.read(header.readUInt16BE(4) * header.readUInt16BE(6) * bytes);
    for (let at = 0; at < pixels.length; at += bytes) colours.add(pixels.toString('latin1', at, at + bytes));
  }
  return colours.size;
}
