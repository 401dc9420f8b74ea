import type { Database } from '@fairlead/db/database';
import { type Account, listAccounts } from '@fairlead/db/repositories/accounts';
import { actionsForHuman } from '@fairlead/db/repositories/open-actions';
import { readQuotaUse } from '@fairlead/db/views/limit-use';
import { coolingUntil } from '@fairlead/shared/domain/account-health';
import { HOUR_MS, LIMITED_KINDS } from '@fairlead/shared/domain/limits';
import { cachedRead } from '@fairlead/shared/runtime/cached-read';
import type { Metrics } from '@fairlead/shared/runtime/metrics';
import { CACHE_MS, type SystemMetricsSources } from './sources.ts';

export function registerAccounts(metrics: Metrics, sources: SystemMetricsSources): void {
  registerAccountStates(metrics, sources);
  registerUnclearActs(metrics, sources);
  registerLimits(metrics, sources);
}

function registerAccountStates(metrics: Metrics, { db, clock, readLeases }: SystemMetricsSources): void {
  const accounts = cachedRead(CACHE_MS, () => listAccounts(db));
  const perAccount = async (isTrue: (account: Account) => boolean) =>
    (await accounts()).map((account) => ({
      labels: { account: account.id },
      value: Number(isTrue(account)),
    }));
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_account_usable',
      help: '1 while an account may be worked; 0 when it is switched off or stopped.',
      labels: ['account'],
    },
    () => perAccount(({ active, health }) => active && health === 'ok'),
  );
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_account_stopped',
      help: '1 while an account that is switched on waits for a human.',
      labels: ['account'],
    },
    () => perAccount(({ active, health }) => active && health !== 'ok'),
  );
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_account_cooling',
      help: '1 while the breaker of an account is open: LinkedIn asked to slow down.',
      labels: ['account'],
    },
    () => perAccount(({ breaker }) => coolingUntil(breaker, clock.now()) !== null),
  );
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_account_writes_paused',
      help: '1 while an account only reads, because pages did not look as they should.',
      labels: ['account'],
    },
    () => perAccount(({ writesPause }) => writesPause !== null),
  );
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_account_lease_held',
      help: '1 while a browser worker holds the lease of an account.',
      labels: ['account'],
    },
    async () =>
      (await readLeases()).map(({ accountId, isHeld }) => ({
        labels: { account: accountId },
        value: Number(isHeld),
      })),
  );
}

function registerUnclearActs(metrics: Metrics, { db }: SystemMetricsSources): void {
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_unclear_acts',
      help: 'Acts that only a human can settle: reading LinkedIn did not tell whether they were done.',
      labels: ['account'],
    },
    async () => {
      const waiting = Map.groupBy(await actionsForHuman(db), ({ accountId }) => accountId);
      return (await listAccounts(db)).map(({ id }) => ({
        labels: { account: id },
        value: waiting.get(id)?.length ?? 0,
      }));
    },
  );
}

function registerLimits(metrics: Metrics, { db, clock }: SystemMetricsSources): void {
  const uses = cachedRead(CACHE_MS, () => limitUses(db, clock.now()));
  const labels = ['account', 'kind', 'window'];
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_limit_used_actions',
      help: 'Actions of an account that count against a rolling window of a limit now.',
      labels,
    },
    async () => (await uses()).map(({ used, ...use }) => ({ labels: use.labels, value: used })),
  );
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_limit_used_by_hand_actions',
      help: 'Those of the used actions that the operator took by hand, or that are assumed after a restore.',
      labels,
    },
    async () => (await uses()).map(({ byHand, ...use }) => ({ labels: use.labels, value: byHand })),
  );
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_limit_max_actions',
      help: 'Actions an account may take in a rolling window.',
      labels,
    },
    async () => (await uses()).map(({ max, ...use }) => ({ labels: use.labels, value: max })),
  );
}

interface LimitUse {
  labels: { account: number; kind: string; window: string };
  used: number;
  byHand: number;
  max: number;
}

async function limitUses(db: Database, now: Date): Promise<LimitUse[]> {
  const uses: LimitUse[] = [];
  for (const account of await listAccounts(db)) {
    for (const kind of LIMITED_KINDS) {
      for (const { windowMs, ...use } of await readQuotaUse(db, account, kind, now))
        uses.push({ labels: { account: account.id, kind, window: `${windowMs / HOUR_MS}h` }, ...use });
    }
  }
  return uses;
}
