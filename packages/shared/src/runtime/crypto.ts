import {
  argon2 as argon2Callback,
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';
import { Misconfigured } from './errors.ts';
import type { Secret } from './secret.ts';

const argon2 = promisify(argon2Callback);

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 1;

/** Encrypts what must not be readable in a database dump. Layout: version (1) | iv (12) | tag (16) | ciphertext. */
export interface Vault {
  /** `context` binds the ciphertext to its place, such as `account:7:password`; the same must be given to `open`. */
  seal(plaintext: string, context: string): Buffer;
  /** Throws `Misconfigured` when the key is not the one it was sealed with, or the place is another. */
  open(sealed: Buffer, context: string): string;
  /** A key for another purpose, derived from the same master key. */
  deriveKey(purpose: string): Buffer;
}

/** `masterKey` is 32 bytes in base64. AES-256-GCM with a random nonce. */
export function createVault(masterKey: Secret): Vault {
  const master = Buffer.from(masterKey.reveal(), 'base64');
  if (master.length !== KEY_BYTES) {
    throw new Misconfigured(
      `FAIRLEAD_SECRET_KEY holds ${master.length} bytes, not ${KEY_BYTES}.`,
      'Make one with: openssl rand -base64 32',
    );
  }
  const deriveKey = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `fairlead:${purpose}`, KEY_BYTES));
  const key = deriveKey('vault');
  return {
    deriveKey,
    seal(plaintext, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), body]);
    },
    open(sealed, context) {
      try {
        if (sealed[0] !== VERSION) throw new Error(`unknown version ${sealed[0]}`);
        const iv = sealed.subarray(1, 1 + IV_BYTES);
        const tag = sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
        // Without the length, a truncated text with a short tag would be checked by that short tag.
        const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(context))
          .setAuthTag(tag);
        const body = sealed.subarray(1 + IV_BYTES + TAG_BYTES);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new Misconfigured(
          'A stored secret cannot be decrypted: the secret key is not the one it was written with.',
          'Restore the earlier FAIRLEAD_SECRET_KEY (or secret.key file), or enter the secret again.',
          { cause },
        );
      }
    },
  };
}

/** A fresh master key, base64. */
export function generateMasterKey(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

/** An unguessable URL-safe token of `bytes` random bytes. */
export function randomToken(bytes = 18): string {
  return randomBytes(bytes).toString('base64url');
}

// OWASP's second recommended argon2id setting: 19 MiB, two passes, one lane.
const ARGON2 = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

/** argon2id in the usual `$argon2id$v=19$m=…,t=…,p=…$salt$hash` text form. */
export async function hashPassword(password: Secret): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await argon2('argon2id', { message: password.reveal(), nonce, ...ARGON2 });
  const { memory, passes, parallelism } = ARGON2;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${b64(nonce)}$${b64(hash)}`;
}

/** False for a wrong password and for a text that is no argon2id hash. Constant time in the hash. */
export async function verifyPassword(password: Secret, stored: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored);
  if (!match) return false;
  const [, memory, passes, parallelism, nonce = '', expected = ''] = match;
  const expectedBytes = Buffer.from(expected, 'base64');
  try {
    const actual = await argon2('argon2id', {
      message: password.reveal(),
      nonce: Buffer.from(nonce, 'base64'),
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
      tagLength: expectedBytes.length,
    });
    return timingSafeEqual(actual, expectedBytes);
  } catch (error) {
    // Numbers that no hash can have.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function b64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
