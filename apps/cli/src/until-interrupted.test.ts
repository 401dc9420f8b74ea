import { expect, test } from 'vitest';
import { untilInterrupted } from './until-interrupted.ts';

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s resolves it; the next one does again what it always does',
  async (signal) => {
    const listeners = () => process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');
    const before = listeners();
    const interrupted = untilInterrupted();
    expect(listeners()).toBe(before + 2);
    process.emit(signal);
    await interrupted;
    expect(listeners()).toBe(before);
  },
);
