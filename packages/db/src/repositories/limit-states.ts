import {
  type BlockedQuota,
  fitsFrom,
  freeAtAfter,
  type LimitedKind,
  lookingBack,
  type Quota,
  quotasFor,
  type Room,
  roomIn,
  sinceOf,
} from '@fairlead/shared/domain/limits';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Account } from './accounts.ts';
import { type RecentActs, readRecentActs } from './recent-acts.ts';
import { assumedForAccounts } from './restorations.ts';
import { liveActions, sentByHand } from './spent.ts';

/** The limits of one kind of action of an account, and what counts against them besides the acts that are over. */
interface AskedAccount {
  id: number;
  quotas: readonly Quota[];
  besides: readonly Date[];
}

/** What is left of one limit of an account. */
export interface LimitState {
  /** When one more action fits; null where a limit is 0. */
  freeAt: Date | null;
  room: Room;
  /** Campaign → the last action for it that tells something of the limit. */
  lastActs: ReadonlyMap<number, Date>;
}

/**
 * What is left of one limit of each account: what `nextFreeAt` and `roomAmong` say of `spentActions`, for all
 * at once. Of each window only the acts that may decide are read, the others are counted.
 */
export async function readLimitStates(
  db: Database,
  kind: LimitedKind,
  accounts: readonly Pick<Account, 'id' | 'limits'>[],
  now: Date,
): Promise<ReadonlyMap<number, LimitState>> {
  const limited = accounts.map(({ id, limits }) => ({ id, quotas: quotasFor(kind, limits) }));
  const since = sinceOf(kind, now);
  const besides = [
    ...(kind === 'invite' ? await byHand(db, since) : []),
    ...(await assumedForAccounts(
      db,
      limited.map(({ id, quotas }) => ({ id, quotas: lookingBack(quotas) })),
      now,
    )),
  ];
  const uncounted = Map.groupBy(besides, ({ accountId }) => accountId);
  const undone = Map.groupBy(await underWay(db, kind, now), ({ accountId }) => accountId);
  const recent = Map.groupBy(await readRecentActs(db, kind, now), ({ accountId }) => accountId);
  const instants = (of: ReadonlyMap<number, readonly { at: Date }[]>, id: number): Date[] =>
    (of.get(id) ?? []).map(({ at }) => at);
  const asked = limited.map(({ id, quotas }) => ({
    id,
    quotas,
    besides: [...instants(undone, id), ...instants(uncounted, id)],
  }));
  const uses = await blockedQuotas(db, kind, asked, since);
  return new Map(
    limited.map(({ id }) => {
      const own = uses.get(id) ?? [];
      const acts = recent.get(id) ?? [];
      return [
        id,
        {
          freeAt: freeAtAfter(own, now),
          room: roomFor(own, acts, instants(uncounted, id), now),
          lastActs: new Map(acts.map(({ campaignId, lastAt }) => [campaignId, lastAt])),
        },
      ];
    }),
  );
}

function roomFor(
  uses: readonly BlockedQuota[],
  acts: readonly RecentActs[],
  besides: readonly Date[],
  now: Date,
): Room {
  const loads = uses.map((use, i) => {
    const sinceMs = now.getTime() - use.windowMs;
    const counted = acts.reduce((sum, { inside }) => sum + (inside[i] ?? 0), 0);
    const inside = counted + besides.filter((at) => at.getTime() > sinceMs).length;
    return { max: use.max, inside, fitsFrom: fitsFrom(use) };
  });
  const all = [...acts.map(({ lastAt }) => lastAt), ...besides];
  return roomIn(loads, all.length === 0 ? null : new Date(Math.max(...all.map((at) => at.getTime()))));
}

/** Acts that may still be done count as done now. */
async function underWay(
  db: Database,
  kind: LimitedKind,
  now: Date,
): Promise<{ accountId: number; at: Date }[]> {
  const rows = await liveActions(db, kind)
    .select('account_id as accountId')
    .where('latest_at', 'is', null)
    .execute();
  return rows.map(({ accountId }) => ({ accountId, at: now }));
}

async function byHand(db: Database, since: Date): Promise<{ accountId: number; at: Date }[]> {
  return await sentByHand(db, since).select(['account_id as accountId', 'sent_at as at']).execute();
}

/** Where in the window the act that decides may stand: `skip` newer ones do not, whatever stands besides. */
function placesOf({ max }: Quota, besides: readonly Date[]): { skip: number; take: number } {
  const skip = Math.max(0, max - 1 - besides.length);
  return { skip, take: max - skip };
}

/** The act that decides each window, by account. */
async function blockedQuotas(
  db: Database,
  kind: LimitedKind,
  accounts: readonly AskedAccount[],
  since: Date,
): Promise<ReadonlyMap<number, readonly BlockedQuota[]>> {
  const asked = accounts.flatMap(({ id, quotas, besides }) =>
    quotas.map((quota) => ({ id, ...placesOf(quota, besides) })),
  );
  const acts = Map.groupBy(await newestActs(db, kind, asked, since), ({ place }) => place);
  let place = 0;
  return new Map(
    accounts.map(({ id, quotas, besides }) => {
      const uses = quotas.map((quota) => {
        place += 1;
        const found = [...(acts.get(place) ?? []).map(({ at }) => at), ...besides];
        const newestFirst = found.sort((a, b) => b.getTime() - a.getTime());
        const { skip } = placesOf(quota, besides);
        return { ...quota, blockingAt: newestFirst[quota.max - 1 - skip] ?? null };
      });
      return [id, uses];
    }),
  );
}

/** Of each asked account the newest acts that are over, from `skip` on. `place` counts what was asked, from 1. */
async function newestActs(
  db: Database,
  kind: LimitedKind,
  asked: readonly { id: number; skip: number; take: number }[],
  since: Date,
): Promise<{ place: number; at: Date }[]> {
  const column = (name: 'id' | 'skip' | 'take') => asked.map((one) => one[name]);
  const acts = liveActions(db, kind)
    .select('latest_at as at')
    .where('account_id', '=', sql.ref<number>('asked.id'))
    .where('latest_at', '>', since)
    .orderBy('latest_at', 'desc')
    .offset(sql<number>`asked.skip`)
    .limit(sql<number>`asked.take`);
  const { rows } = await sql<{ place: number; at: Date }>`
    select asked.place::int, acts.at
    from unnest(${column('id')}::int[], ${column('skip')}::int[], ${column('take')}::int[])
      with ordinality as asked (id, skip, take, place)
    cross join lateral (${acts}) as acts`.execute(db);
  return rows;
}
