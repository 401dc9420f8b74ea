import type { ConnectionState, Evidence, WriteOutcome } from '../port.ts';
import type { WriteAnswer } from './write-answer.ts';

/** Everything seen of a withdrawal. */
export interface WithdrawalObservation {
  /** Whether the dialog came and its button was clicked. */
  wasConfirmed: boolean;
  /** Text of an error toast. */
  error: string | null;
  answer: WriteAnswer | null;
  /** The state read back; null when it could not be read. */
  after: ConnectionState | null;
  /** Whether the list of sent invitations still names the person; null when it could not be read. */
  isListed: boolean | null;
}

/**
 * What became of a withdrawal. It is done only when the state says that no invitation waits and the sent list
 * does not name the person; where the page tells nothing the list must have been read. A missing sign of Pending
 * alone proves nothing.
 */
export function decideWithdrawal(observation: WithdrawalObservation, evidence: Evidence): WriteOutcome {
  const { wasConfirmed, error, answer, after, isListed } = observation;
  const facts: Evidence = { ...evidence, after, isListed, ...(answer ? { status: answer.status } : {}) };
  if (after === 'connectable' && isListed !== true) return { kind: 'done', evidence: facts };
  if (after === 'not-connectable' && isListed === false) return { kind: 'done', evidence: facts };
  if (after === 'connected')
    return { kind: 'refused', reason: 'the invitation was accepted', evidence: facts };
  if (after === 'pending') {
    const isRefused = error !== null && (answer === null || answer.status < 500);
    if (isRefused) return { kind: 'refused', reason: error, evidence: facts };
    if (!wasConfirmed) return { kind: 'no-control', evidence: { ...facts, problem: 'no dialog came' } };
  }
  return { kind: 'unknown', reason: error ?? `the page showed "${after}"`, evidence: facts };
}
