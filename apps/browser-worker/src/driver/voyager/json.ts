import { VoyagerShapeError } from './shape-error.ts';

/** TypeScript does not know the third argument yet: the text a value was read from. */
type Revive = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;

const WHOLE = /^-?\d+$/;

/**
 * JSON whose whole numbers beyond 2^53 are kept as strings, digit by digit: ids of invitations and activities
 * are that long, and a double would round them to somebody else's (facts §4.0). Throws only VoyagerShapeError.
 */
export function readJson(body: string): unknown {
  const keepDigits: Revive = (_key, value, { source }) => {
    const isRounded = typeof value === 'number' && !Number.isSafeInteger(value);
    return isRounded && source !== undefined && WHOLE.test(source) ? source : value;
  };
  try {
    return JSON.parse(body, keepDigits as (key: string, value: unknown) => unknown);
  } catch (error) {
    // Nesting deeper than the stack is a RangeError.
    throw new VoyagerShapeError('$', `no JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}
