import type { Database } from '@fairlead/db/database';
import { type Account, listAccounts } from '@fairlead/db/repositories/accounts';
import { type Campaign, listCampaigns } from '@fairlead/db/repositories/campaigns';
import { type Funnel, readFunnel } from '@fairlead/db/repositories/funnel';
import { latestPlanReport, type PlanReport } from '@fairlead/db/repositories/plan-reports';
import { readQuotaUse } from '@fairlead/db/views/limit-use';
import { type Rest, restOf } from '@fairlead/shared/domain/account-rest';
import { DAY_MS } from '@fairlead/shared/domain/limits';

/** How much of a limit is used in its window. */
export interface LimitUse {
  what: string;
  used: number;
  max: number;
}

export interface AccountStatus
  extends Pick<Account, 'handle' | 'active' | 'health' | 'healthReason' | 'limits' | 'writesPause'> {
  /** Null while it works. */
  rest: Rest | null;
  used: readonly LimitUse[];
}

/** A reason for not doing something, however often it was given. */
export interface Waiting {
  lane: string;
  reason: string;
  /** The earliest end of it; null when no end is known. */
  until: Date | null;
  campaigns: number;
}

/** What the database says of a system. */
export interface Facts {
  /** By the clock of the system, which may run faster in the sandbox. */
  now: Date;
  accounts: readonly AccountStatus[];
  campaigns: readonly Pick<Campaign, 'id' | 'name' | 'paused' | 'strategy'>[];
  funnel: Funnel;
  lastTickAt: Date | null;
  planned: readonly string[];
  waiting: readonly Waiting[];
}

/** `wallNow` is taken unless the last tick was later: then the system's clock runs ahead. */
export async function readFacts(db: Database, wallNow: Date): Promise<Facts> {
  const report = await latestPlanReport(db);
  const now = report && report.at > wallNow ? report.at : wallNow;
  const accounts: AccountStatus[] = [];
  for (const account of await listAccounts(db)) {
    const { handle, active, health, healthReason, limits, writesPause } = account;
    const used = await limitUse(db, account, now);
    accounts.push({
      handle,
      active,
      health,
      healthReason,
      limits,
      writesPause,
      rest: restOf(account, now),
      used,
    });
  }
  const campaigns = await listCampaigns(db);
  return {
    now,
    accounts,
    campaigns: campaigns.map(({ id, name, paused, strategy }) => ({ id, name, paused, strategy })),
    funnel: await readFunnel(db),
    lastTickAt: report?.at ?? null,
    planned: report?.planned.map(({ name }) => name) ?? [],
    waiting: withoutRepetition(report?.waiting ?? []),
  };
}

async function limitUse(db: Database, account: Account, now: Date): Promise<LimitUse[]> {
  const uses: LimitUse[] = [];
  for (const [kind, name] of [
    ['invite', 'invitations'],
    ['message', 'messages'],
  ] as const) {
    for (const { windowMs, used, max } of await readQuotaUse(db, account, kind, now))
      uses.push({
        what: `${name} in ${windowMs === DAY_MS ? '24 hours' : `${windowMs / DAY_MS} days`}`,
        used,
        max,
      });
  }
  return uses;
}

/** The same reason of several campaigns is said once. */
export function withoutRepetition(waiting: PlanReport['waiting']): Waiting[] {
  const groups = Map.groupBy(waiting, ({ lane, reason }) => `${lane}\n${reason}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const ends = group
      .flatMap(({ until }) => (until ? [until] : []))
      .sort((a, b) => a.getTime() - b.getTime());
    const campaigns = new Set(group.map(({ campaignId }) => campaignId)).size;
    return [{ lane: first.lane, reason: first.reason, until: ends[0] ?? null, campaigns }];
  });
}
