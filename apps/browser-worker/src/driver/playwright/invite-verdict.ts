import type { ConnectionState, Evidence, WriteOutcome } from '../port.ts';
import type { InviteAnswer, InviteSignal } from './invite-signals.ts';

/** Everything seen after the click that may have sent an invitation. */
export interface InviteObservation {
  signal: Exclude<InviteSignal, { kind: 'send' }> | null;
  answer: InviteAnswer | null;
  /** The state read back from the reloaded page and Voyager; null when it could not be read. */
  after: ConnectionState | null;
}

const WEEKLY_LIMIT_CODE = 'FUSE_LIMIT_EXCEEDED';

/**
 * What became of an invitation. The state read back decides first: the soft variant of the limit dialog did
 * send, and a toast may be about something else. Only when nothing is pending does the page's word, then
 * LinkedIn's answer, say why; without either the outcome is unknown.
 */
export function decideInvite({ signal, answer, after }: InviteObservation, evidence: Evidence): WriteOutcome {
  const facts: Evidence = {
    ...evidence,
    after,
    ...(signal ? { signal: signal.kind, text: signal.text } : {}),
    ...(answer ? { status: answer.status, code: answer.code } : {}),
  };
  if (after === 'pending' || after === 'connected') return { kind: 'done', evidence: facts };
  if (signal?.kind === 'limit' || answer?.code === WEEKLY_LIMIT_CODE) {
    const reason = signal?.text ?? WEEKLY_LIMIT_CODE;
    return { kind: 'limit', limit: 'weekly-invitations', reason, evidence: facts };
  }
  if (signal?.kind === 'email') return { kind: 'refused', reason: 'e-mail required', evidence: facts };
  if (signal?.kind === 'error' || signal?.kind === 'premium') {
    return { kind: 'refused', reason: signal.text, evidence: facts };
  }
  if (answer && answer.status >= 400) {
    return { kind: 'refused', reason: answer.code ?? `status ${answer.status}`, evidence: facts };
  }
  return { kind: 'unknown', reason: unknownReason(signal, after), evidence: facts };
}

function unknownReason(signal: InviteObservation['signal'], after: ConnectionState | null): string {
  const said = signal ? `the page said "${signal.text}"` : 'the page said nothing';
  return `${said}, then ${after === null ? 'could not be read again' : `showed "${after}"`}`;
}
