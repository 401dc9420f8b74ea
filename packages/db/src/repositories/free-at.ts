import {
  freeAtAfter,
  type LimitedKind,
  nextFreeAt,
  quotasFor,
  WEEK_MS,
} from '@fairlead/shared/domain/limits';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Account } from './accounts.ts';
import { wasRestoredSince } from './restorations.ts';
import { liveActions, spentActions } from './spent.ts';

type Limited = Pick<Account, 'id' | 'limits'>;

/**
 * When each of the accounts has room for one more action of the kind; null where a limit is 0. What
 * `nextFreeAt` says of `spentActions`, for all at once: of each window only the act that decides is read.
 */
export async function readFreeAt(
  db: Database,
  kind: LimitedKind,
  accounts: readonly Limited[],
  now: Date,
): Promise<ReadonlyMap<number, Date | null>> {
  if (await wasRestoredSince(db, new Date(now.getTime() - WEEK_MS))) {
    return await oneByOne(db, kind, accounts, now);
  }
  const asked = accounts.flatMap(({ id, limits }) =>
    quotasFor(kind, limits).map((quota) => ({ accountId: id, ...quota })),
  );
  const blocking = Map.groupBy(await blockingActs(db, kind, asked, now), ({ accountId }) => accountId);
  const blockingAt = (accountId: number, windowMs: number): Date | null =>
    blocking.get(accountId)?.find((act) => act.windowMs === windowMs)?.at ?? null;
  return new Map(
    accounts.map(({ id, limits }) => {
      const uses = quotasFor(kind, limits).map((quota) => ({
        ...quota,
        blockingAt: blockingAt(id, quota.windowMs),
      }));
      return [id, freeAtAfter(uses, now)];
    }),
  );
}

/** In the week after a restore the days that are lost count too, which only the accounts' own history tells. */
async function oneByOne(
  db: Database,
  kind: LimitedKind,
  accounts: readonly Limited[],
  now: Date,
): Promise<ReadonlyMap<number, Date | null>> {
  const freeAt = new Map<number, Date | null>();
  for (const { id, limits } of accounts) {
    const quotas = quotasFor(kind, limits);
    const spent = await spentActions(db, id, kind, quotas, now);
    const times = spent.map(({ at }) => at);
    freeAt.set(id, nextFreeAt(times, quotas, now));
  }
  return freeAt;
}

interface AskedQuota {
  accountId: number;
  windowMs: number;
  max: number;
}

interface BlockingAct {
  accountId: number;
  windowMs: number;
  at: Date;
}

/** The `max`-th newest act of each window that holds so many. */
async function blockingActs(
  db: Database,
  kind: LimitedKind,
  asked: readonly AskedQuota[],
  now: Date,
): Promise<BlockingAct[]> {
  const quotas = asked.filter(({ max }) => max > 0);
  const column = (name: keyof AskedQuota) => quotas.map((quota) => quota[name]);
  const [accountId, max, since] = [
    sql.ref<number>('asked.account_id'),
    sql.ref<number>('asked.max'),
    sql.ref<Date>('asked.since'),
  ];
  const underWay = liveActions(db, kind)
    .select(sql<Date>`${now}::timestamptz`.as('at'))
    .where('account_id', '=', accountId)
    .where('latest_at', 'is', null)
    .limit(max);
  const over = liveActions(db, kind)
    .select('latest_at as at')
    .where('account_id', '=', accountId)
    .where('latest_at', '>', since)
    .orderBy('latest_at', 'desc')
    .limit(max);
  const byHand = db
    .selectFrom('hand_sent_invite')
    .select('sent_at as at')
    .where('account_id', '=', accountId)
    .where('sent_at', '>', since)
    .orderBy('sent_at', 'desc')
    .limit(max);
  const { rows } = await sql<BlockingAct>`
    select asked.account_id as "accountId", asked.window_ms as "windowMs", blocking.at
    from (
      select account_id, window_ms, max, ${now}::timestamptz - window_ms * interval '1 ms' as since
      from unnest(${column('accountId')}::int[], ${column('windowMs')}::float8[], ${column('max')}::int[])
        as quota (account_id, window_ms, max)
    ) as asked
    cross join lateral (
      select at from (
        (${underWay}) union all (${over})${kind === 'invite' ? sql` union all (${byHand})` : sql``}
      ) as spent
      order by at desc offset asked.max - 1 limit 1
    ) as blocking`.execute(db);
  return rows;
}
