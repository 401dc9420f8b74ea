import { DAY_MS, WEEK_MS } from '@fairlead/shared/domain/limits';
import type { ConnectionState, Evidence, LimitKind, WriteOutcome } from '../port.ts';
import type { InviteSignal } from './invite-signals.ts';
import type { WriteAnswer } from './write-answer.ts';

/** Everything seen after the click that may have sent an invitation. */
export interface InviteObservation {
  signal: Exclude<InviteSignal, { kind: 'send' }> | null;
  answer: WriteAnswer | null;
  /** The state read back from the reloaded page and Voyager; null when it could not be read. */
  after: ConnectionState | null;
  /** Whether the list of sent invitations names the person; null when it was not needed or could not be read. */
  isListed: boolean | null;
  now: Date;
}

/** The codes of LinkedIn's own limits (facts §4.4), and how long each lasts at most (facts §5). */
const LIMIT_CODES: Readonly<Record<string, { limit: LimitKind; lastsMs: number }>> = {
  FUSE_LIMIT_EXCEEDED: { limit: 'weekly-invitations', lastsMs: WEEK_MS },
  MAX_INVITATION_SENT: { limit: 'open-invitations', lastsMs: 30 * DAY_MS },
};
const WEEKLY = { limit: 'weekly-invitations', lastsMs: WEEK_MS } as const;

/**
 * What became of an invitation. What was read back decides first: the soft variant of the limit dialog did
 * send, and a toast may be about something else. A refusal is believed only when the state read back agrees
 * that nothing was sent; a server's failure (5xx) is no refusal. Everything else is unknown.
 */
export function decideInvite(observation: InviteObservation, evidence: Evidence): WriteOutcome {
  const { signal, answer, after, isListed } = observation;
  const facts: Evidence = {
    ...evidence,
    after,
    isListed,
    ...(signal ? { signal: signal.kind, text: signal.text } : {}),
    ...(answer ? { status: answer.status, code: answer.code } : {}),
  };
  if (after === 'pending' || after === 'connected' || isListed === true)
    return { kind: 'done', evidence: facts };
  return (
    limitOf(observation, facts) ??
    refusalOf(observation, facts) ?? {
      kind: 'unknown',
      reason: unknownReason(signal, after),
      evidence: facts,
    }
  );
}

function limitOf({ signal, answer, now }: InviteObservation, evidence: Evidence): WriteOutcome | null {
  const known = LIMIT_CODES[answer?.code ?? ''] ?? (signal?.kind === 'limit' ? WEEKLY : rateOf(answer));
  if (!known) return null;
  const reason = signal?.kind === 'limit' ? signal.text : (answer?.code ?? 'status 429');
  const until = new Date(now.getTime() + known.lastsMs);
  return { kind: 'limit', limit: known.limit, until, reason, evidence };
}

/** A 429 that is not about the free notes is about the rate of requests (facts §2.3). */
function rateOf(answer: WriteAnswer | null): { limit: LimitKind; lastsMs: number } | null {
  const isRate = answer?.status === 429 && answer.code !== 'CUSTOM_INVITE_LIMIT_REACHED';
  return isRate ? { limit: 'requests', lastsMs: DAY_MS } : null;
}

/**
 * LinkedIn's own 4xx, or what the page says where there was no answer. After a server's failure nobody knows,
 * and a toast beside a state that could not be read may be about something else.
 */
function refusalOf({ signal, answer, after }: InviteObservation, evidence: Evidence): WriteOutcome | null {
  if (signal?.kind === 'email') return { kind: 'refused', reason: 'e-mail required', evidence };
  if (signal?.kind === 'how') return { kind: 'refused', reason: 'asks how one knows the person', evidence };
  const isByAnswer = answer !== null && answer.status >= 400 && answer.status < 500;
  const isByPage =
    (signal?.kind === 'error' || signal?.kind === 'premium') && answer === null && after !== null;
  if (!isByAnswer && !isByPage) return null;
  const said = signal?.kind === 'error' || signal?.kind === 'premium' ? signal.text : null;
  const reason = answer?.isChallenge ? 'LinkedIn wants a challenge solved' : (said ?? answer?.code);
  return { kind: 'refused', reason: reason ?? `status ${answer?.status}`, evidence };
}

function unknownReason(signal: InviteObservation['signal'], after: ConnectionState | null): string {
  const said = signal ? `the page said "${signal.text}"` : 'the page said nothing';
  return `${said}, then ${after === null ? 'could not be read again' : `showed "${after}"`}`;
}
