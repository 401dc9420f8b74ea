import { writesPausedBecause } from '@fairlead/shared/domain/account-rest';
import type { AccountStatus, Facts } from './facts.ts';

/** What keeps an account or a campaign from working, and why; for the operator, one line each. */
export function blockedBy({ accounts, campaigns }: Pick<Facts, 'accounts' | 'campaigns'>): string[] {
  return [
    ...accounts.flatMap((account) =>
      reasonsOf(account).map((reason) => `account ${account.handle}: ${reason}`),
    ),
    ...campaigns.filter(({ paused }) => paused).map(({ name }) => `campaign ${name}: paused`),
  ];
}

function reasonsOf({ active, health, healthReason, rest, writesPause, used }: AccountStatus): string[] {
  if (!active) return ['switched off'];
  if (health === 'stopped') return [`stopped. ${healthReason ?? ''}`.trim()];
  const paused = writesPausedBecause(writesPause);
  return [
    ...(rest ? [`${rest.reason}, until ${rest.until.toISOString()}`] : []),
    ...(paused === null ? [] : [paused]),
    ...used.filter((limit) => limit.used >= limit.max).map(({ what, max }) => `all ${max} ${what} are used`),
  ];
}
