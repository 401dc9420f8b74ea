import { connectDatabase, type Database } from '@fairlead/db/database';
import { listAccounts } from '@fairlead/db/repositories/accounts';
import { listCampaigns } from '@fairlead/db/repositories/campaigns';
import { readFunnel } from '@fairlead/db/repositories/funnel';
import { latestPlanReport } from '@fairlead/db/repositories/plan-reports';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { loadSettings } from '../load-env.ts';
import { type Output, table } from '../output.ts';
import { findRunning } from '../stack/run-file.ts';

/** Says what runs, what blocks it, what is counted, and the next thing to do. */
export async function status(out: Output): Promise<void> {
  const { FAIRLEAD_STATE_DIR, DATABASE_URL } = loadSettings();
  const running = await findRunning(FAIRLEAD_STATE_DIR);
  const databaseUrl = running?.databaseUrl ?? DATABASE_URL;
  if (!databaseUrl) {
    if (running) throw new Misconfigured('It is still starting.', 'Ask again in a few seconds.');
    throw new Misconfigured(
      'Nothing runs here, and the embedded database can only be read while it does.',
      'Start it with ./fairlead up (or ./fairlead demo), or set DATABASE_URL.',
    );
  }
  const db = await connectDatabase(databaseUrl, { max: 1 });
  try {
    const facts = await readStatus(db).catch(explainMissingTables);
    const dashboardUrl = running?.dashboardUrl ?? null;
    out.result(describe(facts, dashboardUrl));
    out.json({ running: running !== null, dashboardUrl, ...facts });
  } finally {
    await db.destroy();
  }
}

async function readStatus(db: Database) {
  const accounts = await listAccounts(db);
  const campaigns = await listCampaigns(db);
  const report = await latestPlanReport(db);
  return {
    accounts: accounts.map(({ handle, active, health, healthReason, limits }) => ({
      handle,
      active,
      health,
      healthReason,
      limits,
    })),
    campaigns: campaigns.map(({ id, name, paused, strategy }) => ({ id, name, paused, strategy })),
    funnel: await readFunnel(db),
    lastTickAt: report?.at ?? null,
    planned: report?.planned.map(({ name }) => name) ?? [],
    waiting: report?.waiting.map(({ lane, reason, until }) => ({ lane, reason, until })) ?? [],
  };
}

const UNDEFINED_TABLE = '42P01';

function explainMissingTables(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE)
    throw new Misconfigured('The database holds nothing of Fairlead yet.', 'Start it once: ./fairlead up');
  throw error;
}

type Status = Awaited<ReturnType<typeof readStatus>>;

function describe(facts: Status, dashboardUrl: string | null): string {
  const { funnel } = facts;
  const sections = [
    table([
      ['runs', dashboardUrl ?? 'no'],
      ...facts.accounts.map((account): [string, string] => [
        `account ${account.handle}`,
        account.health === 'ok' ? 'ok' : `stopped: ${account.healthReason}`,
      ]),
      ...facts.campaigns.map((campaign): [string, string] => [
        `campaign ${campaign.name}`,
        campaign.paused ? 'paused' : 'active',
      ]),
      ['people', `${funnel.leads} found, ${funnel.judged} judged, ${funnel.qualified} fit`],
      [
        'deals',
        `${funnel.invited} invited, ${funnel.connected} connected, ${funnel.completed} completed, ${funnel.failed} failed`,
      ],
      ['last tick', facts.lastTickAt?.toISOString() ?? 'never'],
      ['planned then', facts.planned.join(', ') || 'nothing'],
    ]),
    ...facts.waiting.map(({ lane, reason }) => `  ${lane} waits: ${reason}`),
    `\n  Next: ${nextThing(facts, dashboardUrl)}`,
  ];
  return sections.join('\n');
}

function nextThing({ accounts, campaigns }: Status, dashboardUrl: string | null): string {
  const stopped = accounts.find(({ health }) => health === 'stopped');
  if (accounts.length === 0)
    return 'set FAIRLEAD_ACCOUNT_EMAIL and FAIRLEAD_ACCOUNT_PASSWORD, then ./fairlead up';
  if (campaigns.length === 0) return 'describe a campaign (FAIRLEAD_CAMPAIGN_…), then ./fairlead up';
  if (stopped) return `settle what stopped ${stopped.handle}, then press Resume in the dashboard`;
  return dashboardUrl ? 'nothing; watch the dashboard' : './fairlead up';
}
