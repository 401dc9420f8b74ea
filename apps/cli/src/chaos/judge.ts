import type { Audit, AuditedDeal } from '@fairlead/db/views/audit';
import { OPEN_ACTION_STATES } from '@fairlead/shared/domain/action';
import { canDealGo } from '@fairlead/shared/domain/deal';
import {
  type AccountLimits,
  LIMITED_KINDS,
  type LimitedKind,
  quotasFor,
} from '@fairlead/shared/domain/limits';
import type { FullJournal, JournalEntry } from '../demo/journal.ts';

/** What must be all zero. */
export interface Findings {
  /** Invitations or messages the sandbox received, or was asked to take, more than once. */
  duplicates: number;
  /** People it heard from whom the database knows nothing of, or the other way round; leads nobody judged. */
  lost: number;
  /** Moments at which a rolling window held more than its limit, by the sandbox's own clock. */
  overLimit: number;
  /** Acts without an outcome, and deals that should have gone on. */
  stuck: number;
  /** Moves of deals that the state machine does not have. */
  illegal: number;
}

export interface Evidence {
  audit: Audit;
  journal: FullJournal;
  limits: AccountLimits;
  /** Leads that were neither judged nor closed. */
  unjudged: number;
}

export interface Judgement {
  findings: Findings;
  /** Each finding in words, for the person who has to find out why. */
  details: readonly string[];
}

/** Compares what the database believes with what the sandbox received. Pure. */
export function judge(evidence: Evidence): Judgement {
  const found = {
    duplicates: duplicates(evidence),
    lost: lost(evidence),
    overLimit: overLimit(evidence),
    stuck: stuck(evidence),
    illegal: illegal(evidence),
  };
  const entries = Object.entries(found).map(([name, details]) => [name, details.length] as const);
  return {
    findings: Object.fromEntries(entries) as unknown as Findings,
    details: Object.entries(found).flatMap(([name, details]) => details.map((each) => `${name}: ${each}`)),
  };
}

function duplicates({ journal }: Evidence): string[] {
  const asked = [
    ...Array.from({ length: journal.duplicateInvites }, () => 'an invitation that was there already'),
    ...Array.from({ length: journal.duplicateMessages }, () => 'a message that was there already'),
  ];
  const twice = (['invites', 'messages'] as const).flatMap((list) =>
    // There is one campaign: whichever account sent it, a second one is one too many.
    [...Map.groupBy(journal[list], ({ memberId }) => memberId)]
      .filter(([, entries]) => entries.length > 1)
      .map(([, entries]) => `${entries.length} ${list} for ${entries.map(keyOf).join(' and ')}`),
  );
  return [...asked, ...twice];
}

function lost({ audit, journal, unjudged }: Evidence): string[] {
  const [invited, written] = [keysOf(journal.invites), keysOf(journal.messages)];
  const began = dealKeys(audit.deals.filter(({ state }) => state !== 'NEW'));
  const completed = dealKeys(audit.deals.filter(({ state }) => state === 'COMPLETED'));
  const claimed = (kind: LimitedKind): string[] =>
    audit.acts
      .filter((act) => act.kind === kind && act.state === 'done')
      .map(({ email, urn }) => `${email} ${urn}`);
  return [
    ...missing(invited, began, 'was invited, and the deal does not know'),
    ...missing(written, completed, 'was written to, and the deal does not know'),
    ...missing(completed, written, 'is completed, and nothing was written'),
    ...missing(new Set(claimed('invite')), invited, 'is invited by the ledger, and nobody else knows'),
    ...missing(new Set(claimed('message')), written, 'was written to by the ledger, and nobody else knows'),
    ...Array.from({ length: unjudged }, () => 'a lead that nobody judged'),
  ];
}

function missing(from: ReadonlySet<string>, among: ReadonlySet<string>, words: string): string[] {
  return [...from].filter((key) => !among.has(key)).map((key) => `${key} ${words}`);
}

function overLimit({ journal, limits }: Evidence): string[] {
  const lists = { invite: journal.invites, message: journal.messages };
  return LIMITED_KINDS.flatMap((kind) =>
    [...Map.groupBy(lists[kind], ({ account }) => account)].flatMap(([account, entries]) => {
      const times = entries.map(({ at }) => at.getTime()).sort((a, b) => a - b);
      return quotasFor(kind, limits).flatMap(({ windowMs, max }) =>
        times
          .filter((at, i) => at - (times[i - max] ?? -Infinity) < windowMs)
          .map(
            (at) =>
              `${account}: more than ${max} ${kind}s in ${windowMs / 3_600_000} h at ${new Date(at).toISOString()}`,
          ),
      );
    }),
  );
}

function stuck({ audit }: Evidence): string[] {
  const isOpen = (state: string): boolean => OPEN_ACTION_STATES.some((open) => open === state);
  const acts = audit.acts.filter(({ state, needsHuman }) => isOpen(state) && !needsHuman);
  const waiting = new Set(audit.acts.filter(({ needsHuman }) => needsHuman).map(({ urn }) => urn));
  const deals = audit.deals.filter(({ state, urn }) => state === 'CONNECTED' && !waiting.has(urn));
  return [
    ...acts.map(({ kind, state, email, urn }) => `the ${kind} of ${email} for ${urn} is ${state}`),
    ...deals.map(({ urn }) => `${urn} is connected and has no message`),
  ];
}

function illegal({ audit }: Evidence): string[] {
  return audit.deals.flatMap(({ history, state, urn }) => {
    const moves = history.filter(({ from }) => from !== null);
    const wrong = moves.filter(({ from, to }) => from !== null && !canDealGo(from, to));
    const last = history.at(-1)?.to ?? 'NEW';
    return [
      ...wrong.map(({ from, to }) => `${urn} went from ${from} to ${to}`),
      ...(last === state ? [] : [`${urn} is ${state}, and last became ${last}`]),
    ];
  });
}

function keyOf({ account, memberId }: JournalEntry): string {
  return `${account} urn:li:fsd_profile:${memberId}`;
}

function keysOf(entries: readonly JournalEntry[]): Set<string> {
  return new Set(entries.map(keyOf));
}

function dealKeys(deals: readonly AuditedDeal[]): Set<string> {
  return new Set(deals.filter(({ email }) => email !== null).map(({ email, urn }) => `${email} ${urn}`));
}
