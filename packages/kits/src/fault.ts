import { Misconfigured } from '@fairlead/shared/runtime/errors';

/** What is wrong with a kit, and what to do about it: the operator named it, so it is theirs to settle. */
export function kitFault(message: string, remedy: string, cause?: unknown): Misconfigured {
  return new Misconfigured(
    `The kit cannot be used: ${message}`,
    remedy,
    ...(cause === undefined ? [] : [{ cause }]),
  );
}
