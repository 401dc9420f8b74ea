import { coerceError } from '@fairlead/shared/runtime/errors';
import type { Trouble } from './protocol.ts';

/** The thread does not hold the campaign: open it. */
export class NotOpen extends Error {
  override readonly name = 'NotOpen';
}

/** The thread ended before it answered. The next call starts another, which holds no campaign. */
export class ThreadLost extends Error {
  override readonly name = 'ThreadLost';
}

/** As it crosses the border between threads. */
export function toTrouble(thrown: unknown): Trouble {
  const { name, message, stack = '' } = coerceError(thrown);
  return { name, message, stack };
}

/** As it was thrown: its name, message and stack; NotOpen and RangeError are of their class. */
export function fromTrouble({ name, message, stack }: Trouble): Error {
  const known = { NotOpen, RangeError }[name];
  return Object.assign(known ? new known(message) : Object.assign(new Error(message), { name }), { stack });
}
