import { freeAtAfter, type LimitedKind, type Quota, quotasFor } from '@fairlead/shared/domain/limits';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Account } from './accounts.ts';
import { assumedForAccounts } from './restorations.ts';
import { liveActions, sentByHand } from './spent.ts';

/** The limits of one kind of action of an account, and what counts against them besides the acts that are over. */
interface AskedAccount {
  id: number;
  quotas: readonly Quota[];
  besides: readonly Date[];
}

/**
 * When each of the accounts has room for one more action of the kind; null where a limit is 0. What
 * `nextFreeAt` says of `spentActions`, for all at once: of each window only the acts that may decide are read.
 */
export async function readFreeAt(
  db: Database,
  kind: LimitedKind,
  accounts: readonly Pick<Account, 'id' | 'limits'>[],
  now: Date,
): Promise<ReadonlyMap<number, Date | null>> {
  const limited = accounts.map(({ id, limits }) => ({ id, quotas: quotasFor(kind, limits) }));
  const windows = limited.flatMap(({ quotas }) => quotas.map(({ windowMs }) => windowMs));
  const since = new Date(now.getTime() - Math.max(0, ...windows));
  const besides = Map.groupBy(
    [
      ...(await underWay(db, kind, now)),
      ...(kind === 'invite' ? await byHand(db, since) : []),
      ...(await assumedForAccounts(db, limited, now)),
    ],
    ({ accountId }) => accountId,
  );
  const asked = limited.map(({ id, quotas }) => ({
    id,
    quotas,
    besides: (besides.get(id) ?? []).map(({ at }) => at),
  }));
  return await freeAtOf(db, kind, asked, since, now);
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

async function freeAtOf(
  db: Database,
  kind: LimitedKind,
  accounts: readonly AskedAccount[],
  since: Date,
  now: Date,
): Promise<ReadonlyMap<number, Date | null>> {
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
      return [id, freeAtAfter(uses, now)];
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
