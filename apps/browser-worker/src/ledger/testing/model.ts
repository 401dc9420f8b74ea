import { NO_KEYWORD_CALLS } from '@fairlead/shared/domain/keyword';
import type { AccountLimits, ActionKind, LimitedKind, Room } from '@fairlead/shared/domain/limits';
import { LIMITED_KINDS, nextFreeAt, quotasFor, roomAmong } from '@fairlead/shared/domain/limits';
import type { PlanSnapshot } from '@fairlead/shared/domain/snapshot';
import { createFakeLimiter } from '@fairlead/shared/queue/testing/fake-limiter';
import { FakeLedger } from './fake-ledger.ts';

export const ACCOUNT = 1;
export const CAMPAIGN = 1;
export const LIMITS: AccountLimits = { connectDaily: 3, connectWeekly: 5, followUpDaily: 2 };
const START_MS = Date.parse('2026-03-02T09:00:00Z');

/** One click that reached LinkedIn. */
export interface Landed {
  kind: ActionKind;
  leadId: number;
  atMs: number;
}

/**
 * The facts of a small world: people to invite and to write to, the ledger, the limiter, what LinkedIn
 * received. Deals are read off the effects that the ledger's transactions wrote.
 */
export class Model {
  readonly ledger = new FakeLedger();
  readonly limiter = createFakeLimiter();
  readonly landed: Landed[] = [];
  readonly people: readonly number[];
  /** When each lane fires next, as the schedulers have claimed it. */
  readonly nextAt = new Map<string, Date>();
  readonly queue: string[] = [];
  nowMs = START_MS;

  constructor(people: number) {
    this.people = Array.from({ length: people }, (_, i) => i + 1);
  }

  now(): Date {
    return new Date(this.nowMs);
  }

  /** LinkedIn shows it: whoever was invited accepts at once, whoever was written to has the message. */
  has(kind: ActionKind, leadId: number): boolean {
    return this.landed.some((click) => click.kind === kind && click.leadId === leadId);
  }

  /** The deal knows it. */
  knows(kind: LimitedKind, leadId: number): boolean {
    return this.ledger.effects.includes(`${kind} ${leadId}`);
  }

  /** Whom a lane may take now: nothing unsettled about them. */
  awaiting(kind: LimitedKind): number[] {
    const open = new Set(this.ledger.open().map(({ leadId }) => leadId));
    const isDue = (leadId: number): boolean =>
      kind === 'invite'
        ? !this.knows('invite', leadId)
        : this.knows('invite', leadId) && !this.knows('message', leadId);
    return this.people.filter((leadId) => isDue(leadId) && !open.has(leadId));
  }

  snapshot(): PlanSnapshot {
    const now = this.now();
    const freeAt = (kind: LimitedKind): Date | null => {
      const times = this.ledger.spent(kind, now).map(({ at }) => at);
      return nextFreeAt(times, quotasFor(kind, LIMITS), now);
    };
    const room = (kind: LimitedKind): Room => {
      const quotas = quotasFor(kind, LIMITS);
      const times = this.ledger.spent(kind, now).map(({ at }) => at);
      return roomAmong(times, quotas, now);
    };
    const perAccount = (count: number): Map<number, number> => new Map(count > 0 ? [[ACCOUNT, count]] : []);
    return {
      accounts: [
        {
          id: ACCOUNT,
          handle: 'ada',
          unusableBecause: null,
          rest: null,
          writesPausedBecause: null,
          freeAt: { invite: freeAt('invite'), message: freeAt('message') },
          room: { invite: room('invite'), message: room('message') },
          lastActs: { invite: new Map(), message: new Map() },
          closedLanes: {},
        },
      ],
      campaigns: [
        {
          id: CAMPAIGN,
          name: 'Model',
          paused: false,
          actionFraction: null,
          approvalMode: 'autopilot',
          invitesToApprove: 0,
          messagesToApprove: 0,
          accountIds: [ACCOUNT],
          nextAt: Object.fromEntries(this.nextAt),
          actsToSettle: perAccount(this.ledger.open().length),
          newDeals: 0,
          dealsToConnect: this.awaiting('invite').length,
          dealsToDraft: 0,
          pendingDue: new Map(),
          followUpsReady: perAccount(this.awaiting('message').length),
          candidates: 0,
          unusedKeywords: 0,
          keywordCalls: NO_KEYWORD_CALLS,
          unfittedLabels: 0,
        },
      ],
      leadsToEnrich: 0,
      leadsToEmbed: 0,
      leadsToSeed: 0,
      leads: this.people.length,
    };
  }

  /** What must never be true, however the processes were interleaved; null when all is well. */
  violation(): string | null {
    for (const kind of LIMITED_KINDS) {
      const clicks = this.landed.filter((click) => click.kind === kind);
      if (new Set(clicks.map(({ leadId }) => leadId)).size < clicks.length) return `a second ${kind} landed`;
      const times = clicks.map(({ atMs }) => atMs).sort((a, b) => a - b);
      for (const { windowMs, max } of quotasFor(kind, LIMITS)) {
        const isOver = times.some((atMs, i) => atMs - (times[i - max] ?? -Infinity) < windowMs);
        if (isOver) return `more than ${max} ${kind}s landed in ${windowMs / 3_600_000} h`;
      }
    }
    return null;
  }

  /** What must be true once everything has come to rest; null when all is well. */
  unfinished(): string | null {
    const [open] = this.ledger.open();
    if (open) return `the ${open.kind} for ${open.leadId} is still ${open.state}`;
    for (const kind of LIMITED_KINDS) {
      const done = this.ledger.actions.filter((action) => action.kind === kind && action.state === 'done');
      for (const leadId of this.people) {
        if (!this.has(kind, leadId)) return `no ${kind} for ${leadId} ever landed`;
        if (!this.knows(kind, leadId)) return `the deal of ${leadId} does not know of its ${kind}`;
      }
      const wrong = done.find(({ leadId }) => !this.has(kind, leadId));
      if (wrong) return `the ledger invented a ${kind} for ${wrong.leadId}`;
    }
    return null;
  }
}
