import { coerceError, Misconfigured } from '@fairlead/shared/runtime/errors';
import { kitFault } from './fault.ts';

/** What was downloaded. */
export interface Download {
  /** Null when the server has no such file. */
  bytes: Buffer | null;
  /** The commit that a hub says it is from; null when nobody said so. */
  commit: string | null;
}

export interface DownloadOptions {
  /** The download ends when there is more. */
  mostBytes: number;
  /** Real milliseconds for all of it, redirections included. */
  timeoutMs: number;
}

const MOST_REDIRECTIONS = 5;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const CHECK = 'Check the address, and that this machine may reach it.';

/** Downloads over https; over http only from this machine itself. Throws `Misconfigured`. */
export async function download(address: URL, options: DownloadOptions): Promise<Download> {
  try {
    return await follow(address, options);
  } catch (error) {
    if (error instanceof Misconfigured) throw error;
    const cause = coerceError(error);
    const why =
      cause.name === 'TimeoutError' ? `no end after ${options.timeoutMs / 1_000} s` : reasonOf(cause);
    throw kitFault(`${placeOf(address)} cannot be downloaded: ${why}`, CHECK, error);
  }
}

/** The address without what may be a secret in it. */
export function placeOf({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

/** Throws `Misconfigured` unless it is https, or http to this machine. */
export function checkAddress({ protocol, hostname, username, password }: URL): void {
  if (username !== '' || password !== '') throw kitFault('the address holds a login.', 'Give one without.');
  if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname))) return;
  throw kitFault(`${protocol}//${hostname} is not https.`, 'Give an address that begins with https://');
}

async function follow(first: URL, { mostBytes, timeoutMs }: DownloadOptions): Promise<Download> {
  const signal = AbortSignal.timeout(timeoutMs);
  let address = first;
  let commit: string | null = null;
  for (let hop = 0; hop <= MOST_REDIRECTIONS; hop++) {
    checkAddress(address);
    if (address.protocol === 'http:' && first.protocol === 'https:') {
      throw kitFault(
        `${placeOf(first)} leads to ${address.origin}.`,
        'A download that began with https stays there.',
      );
    }
    const response = await fetch(address, { redirect: 'manual', signal });
    commit ??= response.headers.get('x-repo-commit');
    const next = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && next !== null) {
      await response.body?.cancel();
      address = new URL(next, address);
      continue;
    }
    if (response.status === 404) {
      await response.body?.cancel();
      return { bytes: null, commit };
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`the server answers ${response.status}`);
    }
    return { bytes: await readBody(response, mostBytes), commit };
  }
  throw new Error(`more than ${MOST_REDIRECTIONS} redirections`);
}

/** Counts what comes: what a server says of the length is only a reason to end sooner. */
async function readBody(response: Response, mostBytes: number): Promise<Buffer> {
  const tooMuch = new Error(`it has more than ${mostBytes} bytes`);
  if (Number(response.headers.get('content-length') ?? 0) > mostBytes) {
    await response.body?.cancel();
    throw tooMuch;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > mostBytes) throw tooMuch;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What fetch says is only that it failed; why is in its cause. */
const reasonOf = (error: Error): string =>
  error.cause instanceof Error ? error.cause.message : error.message;
