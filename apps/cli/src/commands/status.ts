import { listTables } from '@fairlead/db/backup/row-counts';
import { isSchemaCurrent } from '@fairlead/db/migrate';
import { readSetup } from '@fairlead/db/views/setup';
import { type Clock, systemClock } from '@fairlead/shared/runtime/clock';
import type { Settings } from '@fairlead/shared/runtime/env';
import type { SettingName } from '@fairlead/shared/runtime/settings';
import { clockOptions } from '@fairlead/shared/runtime/target';
import type { StepName } from '../init/fields.ts';
import { EMPTY_SETUP, type Known, STEPS } from '../init/steps.ts';
import { loadEnvironment, loadSettings } from '../load-env.ts';
import { type Output, table } from '../output.ts';
import { describesAccount, describesCampaign } from '../stack/described-provision.ts';
import { mayHoldData, openToRead } from '../stack/place.ts';
import { findRunning, type RunFacts } from '../stack/run-file.ts';
import { blockedBy } from '../status/blocked.ts';
import { type Facts, readFacts } from '../status/facts.ts';
import { nextThing, type Situation } from '../status/next.ts';

// A scheduler that lives plans every few seconds.
const ALIVE_MS = 120_000;

/** Says what is configured, what runs, what blocks it, what is counted, and the next thing to do. Changes nothing. */
export async function status(
  out: Output,
  clock: Clock = systemClock(clockOptions(loadSettings())),
): Promise<void> {
  const settings = loadSettings();
  const run = await findRunning(settings.FAIRLEAD_STATE_DIR);
  const { setup, facts, isCurrent } = await look(run, clock.now(), out);
  const isTargetChosen =
    (loadEnvironment().FAIRLEAD_TARGET ?? '') !== '' ||
    describesCampaign(settings) ||
    setup.campaigns.length > 0;
  const known: Known = { settings, isTargetChosen, setup };
  const steps = STEPS.map(({ name, title, done }) => ({
    step: name,
    title,
    detail: done(known) ?? atNextStart(name, settings),
  }));
  const running = howItRuns(run, facts, settings.DATABASE_URL !== undefined);
  const missing = steps.filter(({ detail }) => detail === null).map(({ title }) => title.toLowerCase());
  const next = nextThing({ missing, isSchemaCurrent: isCurrent, running, facts });
  const blocked = facts ? blockedBy(facts) : [];
  const configured = steps.map(({ title, detail }): [string, string] => [title, detail ?? 'missing']);
  out.result(
    [
      table([['runs', runsLine(run, running)], ...configured]),
      ...(facts ? [table(countedRows(facts))] : []),
      ...(blocked.length > 0 ? [`  Blocked\n${blocked.map((line) => `    ${line}`).join('\n')}`] : []),
      ...(facts && facts.waiting.length > 0 ? [waitingLines(facts)] : []),
      `  Next: ${next}`,
    ].join('\n\n'),
  );
  const configuredOf = ({ step, detail }: (typeof steps)[number]) => ({
    step,
    done: detail !== null,
    detail,
  });
  out.json({
    running: running !== null,
    dashboardUrl: run?.dashboardUrl ?? null,
    configured: steps.map(configuredOf),
    ...(facts ?? NO_FACTS),
    blocked,
    next,
  });
}

/**
 * What `up` makes of the settings, or by itself, so that nobody need be asked; null: nothing. A process of a deployment
 * knows the account's e-mail and not its password, so half a description is no error here.
 */
function atNextStart(step: StepName, settings: Settings<SettingName>): string | null {
  if (step === 'account' && describesAccount(settings))
    return `${settings.FAIRLEAD_ACCOUNT_EMAIL}, at the next start`;
  if (step === 'campaign' && describesCampaign(settings))
    return `${settings.FAIRLEAD_CAMPAIGN_NAME}, at the next start`;
  return step === 'login' ? 'made at the next start' : null;
}

const NO_FACTS = { accounts: [], campaigns: [], funnel: null, lastTickAt: null, planned: [], waiting: [] };

/** Reads the database there is: of what runs, of the settings, else the embedded one, which is started for it. */
async function look(run: RunFacts | null, wallNow: Date, out: Output) {
  const settings = loadSettings();
  const nothing = { setup: EMPTY_SETUP, facts: null, isCurrent: true };
  const url = run?.databaseUrl ?? settings.DATABASE_URL;
  if ((run && !run.databaseUrl) || (!run && !mayHoldData(settings))) return nothing;
  const place = await openToRead({ ...settings, DATABASE_URL: url }, out);
  try {
    if (!(await listTables(place.db)).includes('kysely_migration')) return nothing;
    if (!(await isSchemaCurrent(place.db))) return { ...nothing, isCurrent: false };
    return { setup: await readSetup(place.db), facts: await readFacts(place.db, wallNow), isCurrent: true };
  } finally {
    await place.close();
  }
}

function howItRuns(run: RunFacts | null, facts: Facts | null, isServer: boolean): Situation['running'] {
  if (run) return run.databaseUrl ? 'here' : 'starting';
  const sinceMs = facts?.lastTickAt
    ? facts.now.getTime() - facts.lastTickAt.getTime()
    : Number.POSITIVE_INFINITY;
  return isServer && sinceMs < ALIVE_MS ? 'elsewhere' : null;
}

function runsLine(run: RunFacts | null, running: Situation['running']): string {
  if (running === 'elsewhere') return 'on another machine, which plans';
  return run ? (run.dashboardUrl ?? 'still starting') : 'no';
}

function countedRows({ accounts, funnel, lastTickAt, planned }: Facts): [string, string][] {
  const { leads, judged, qualified, invited, connected, completed, failed } = funnel;
  return [
    ['people', `${leads} found, ${judged} judged, ${qualified} fit`],
    ['deals', `${invited} invited, ${connected} connected, ${completed} completed, ${failed} failed`],
    ...accounts.map(({ handle, used }): [string, string] => [
      `used by ${handle}`,
      used.map(({ what, used, max }) => `${used} of ${max} ${what}`).join(', '),
    ]),
    ['last tick', lastTickAt?.toISOString() ?? 'never'],
    ['planned then', planned.join(', ') || 'nothing'],
  ];
}

function waitingLines({ waiting }: Facts): string {
  const lines = waiting.map(({ lane, reason, campaigns }) => {
    const times = campaigns > 1 ? ` (${campaigns} campaigns)` : '';
    return `    ${lane}: ${reason}${times}`;
  });
  return `  Waiting\n${lines.join('\n')}`;
}
