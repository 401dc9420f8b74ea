import type { Facts } from './facts.ts';

export interface Situation {
  /** Titles of the steps of `init` that are missing. */
  missing: readonly string[];
  isSchemaCurrent: boolean;
  /** Null when nothing runs that we know of. */
  running: 'here' | 'elsewhere' | 'starting' | null;
  facts: Pick<Facts, 'accounts' | 'campaigns'> | null;
}

/** The one thing to do next. */
export function nextThing({ missing, isSchemaCurrent, running, facts }: Situation): string {
  if (running === 'starting') return 'nothing; it is still starting: ask again in a few seconds';
  if (!isSchemaCurrent) return './fairlead up (or ./fairlead migrate), which brings the schema up to date';
  if (missing.length > 0) return `./fairlead init (missing: ${missing.join(', ')})`;
  const { accounts = [], campaigns = [] } = facts ?? {};
  const stopped = accounts.find(({ health }) => health === 'stopped');
  if (stopped) return `settle what stopped ${stopped.handle}, then press Resume in the dashboard`;
  if (running === null) return './fairlead up';
  const paused = accounts.find(({ writesPause }) => writesPause !== null);
  if (paused)
    return `look at the evidence on the dashboard's page Accounts, then let ${paused.handle} write again`;
  if (campaigns.every((campaign) => campaign.paused)) return 'resume a campaign on the dashboard';
  const ends = accounts.map(({ rest }) => rest?.until.getTime() ?? 0);
  const until = Math.min(...ends);
  if (until > 0) return `nothing; every account rests until ${new Date(until).toISOString()}`;
  return 'nothing; watch the dashboard';
}
