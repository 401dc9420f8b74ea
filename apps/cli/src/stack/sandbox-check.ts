import { coerceError, Misconfigured } from '@fairlead/shared/runtime/errors';

const ANSWER_MS = 5_000;

/** Throws `Misconfigured` when the simulated site does not answer: nothing could work against it. */
export async function assertSandboxAnswers(url: string): Promise<void> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS), redirect: 'manual' });
  } catch (thrown) {
    const { message, cause } = coerceError(thrown);
    throw new Misconfigured(
      `The sandbox does not answer at ${url}: ${cause instanceof Error ? cause.message : message}`,
      'Start it too: docker compose --profile sandbox up. For the real site set FAIRLEAD_TARGET=linkedin.',
    );
  }
}
