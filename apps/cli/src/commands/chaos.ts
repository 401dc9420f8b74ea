import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '@fairlead/db/database';
import { readOpenWork } from '@fairlead/db/repositories/progress';
import { readAudit } from '@fairlead/db/views/audit';
import { type AccountLimits, DEFAULT_LIMITS } from '@fairlead/shared/domain/limits';
import { type Clock, elapsedTimer, systemClock } from '@fairlead/shared/runtime/clock';
import { createVault, generateMasterKey } from '@fairlead/shared/runtime/crypto';
import { coerceError } from '@fairlead/shared/runtime/errors';
import { Secret } from '@fairlead/shared/runtime/secret';
import { describeAttack, planAttacks } from '../chaos/attacks.ts';
import { type Findings, judge } from '../chaos/judge.ts';
import { strike } from '../chaos/strike.ts';
import { DEMO_PROVISION } from '../demo/campaign.ts';
import { isFinished } from '../demo/finished.ts';
import { readFullJournal } from '../demo/journal.ts';
import { sandboxArgs, sandboxClock, sandboxSettings } from '../demo/sandbox-settings.ts';
import { Failed } from '../failed.ts';
import { loadSettings } from '../load-env.ts';
import { type Output, table } from '../output.ts';
import { ensureChromium } from '../setup/chromium.ts';
import { freePort } from '../stack/free-port.ts';
import { provision } from '../stack/provision.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { Interrupted, untilInterrupted } from '../until-interrupted.ts';

export interface ChaosOptions {
  kills: number;
  seed: number;
}

/** The report: all findings must be 0. */
export interface ChaosReport extends Findings {
  kills: number;
  /** Invitations and messages the sandbox received. */
  actions: number;
  durationSec: number;
}

/** Small enough that the windows are full all the time. */
const LIMITS: AccountLimits = { ...DEFAULT_LIMITS, connectDaily: 8, connectWeekly: 40, followUpDaily: 8 };
const EMAILS = ['robin.chaos@tidewater.example', 'sam.chaos@tidewater.example'];
const LOOK_EVERY_MS = 1_000;
const FINISH_WITHIN_MS = 420_000;
const FEWEST_LEADS = 16;
/** So that there is still something to do when the last attack comes. */
const LEADS_PER_KILL = 0.6;

/**
 * Runs the whole system on the sandbox, kills what it is made of at random moments, lets it finish, and
 * compares ledger, deals and the sandbox's own journal. Throws `Failed` when anything is not as it should
 * be; then the state folder with all logs is kept.
 */
export async function chaos({ kills, seed }: ChaosOptions, out: Output): Promise<void> {
  const elapsedMs = elapsedTimer();
  const settings = loadSettings();
  const stateDir = join(settings.FAIRLEAD_STATE_DIR, 'chaos');
  const interrupted = untilInterrupted();
  const clockOptions = sandboxClock(systemClock().now());
  const clock = systemClock(clockOptions);
  const stack = await startChaosStack({ kills, seed }, stateDir, clockOptions, interrupted, out);
  let report: ChaosReport;
  let details: readonly string[];
  try {
    const running = attackAll({ kills, seed }, stack, clock, out).then(() =>
      untilFinished(stack, clock, out),
    );
    await Promise.race([running, stack.failed, interrupted.then(() => Promise.reject(new Interrupted()))]);
    ({ report, details } = await judgeStack(stack, clock, {
      kills,
      durationSec: Math.round(elapsedMs() / 1_000),
    }));
  } finally {
    await stack.stop();
  }
  out.result(`\n${table(Object.entries(report).map(([name, value]) => [name, `${value}`] as const))}\n`);
  out.json(report);
  const replay = `./fairlead chaos --kills ${kills} --seed ${seed}`;
  if (details.length > 0)
    throw new Failed(`${details.join('\n')}\nReplay: ${replay}   Logs: ${stack.logDir}`);
  await rm(stateDir, { recursive: true, force: true });
}

async function startChaosStack(
  { kills, seed }: ChaosOptions,
  stateDir: string,
  clockOptions: ReturnType<typeof sandboxClock>,
  interrupted: Promise<void>,
  out: Output,
): Promise<Stack> {
  const { CHROMIUM_PATH } = loadSettings();
  const chromiumPath = await ensureChromium(CHROMIUM_PATH, out);
  const secretKey = new Secret(generateMasterKey());
  const leads = Math.max(FEWEST_LEADS, Math.round(kills * LEADS_PER_KILL));
  const world = { leads, port: await freePort(), clock: clockOptions, logLevel: 'debug' };
  return await startStack(
    {
      stateDir,
      databaseUrl: null,
      redisUrl: null,
      chromiumPath,
      secretKey,
      settings: sandboxSettings(world),
      sandbox: { port: 0, args: sandboxArgs(seed, clockOptions) },
      replicas: { scheduler: 2, 'browser-worker': 2 },
      crashesAllowed: Number.POSITIVE_INFINITY,
      out,
      fresh: true,
      interrupted,
    },
    async (db) => {
      for (const email of EMAILS) {
        const account = { ...DEMO_PROVISION.account, email, limits: LIMITS };
        const now = systemClock(clockOptions).now();
        await provision(db, createVault(secretKey), { ...DEMO_PROVISION, account }, now);
      }
    },
  );
}

/** One attack after the other, whatever state the system is in. */
async function attackAll(
  { kills, seed }: ChaosOptions,
  stack: Stack,
  clock: Clock,
  out: Output,
): Promise<void> {
  const waking: Promise<void>[] = [];
  for (const [index, { afterMs, attack }] of planAttacks(seed, kills).entries()) {
    await clock.sleepRealMs(afterMs, stack.stopping);
    // What is down just now is attacked as soon as it is up.
    while (!(await strike(attack, stack, clock, waking)))
      await clock.sleepRealMs(LOOK_EVERY_MS, stack.stopping);
    out.note(`${index + 1}/${kills}: ${describeAttack(attack)}`);
  }
  await Promise.all(waking);
}

async function untilFinished({ db, stopping }: Stack, clock: Clock, out: Output): Promise<void> {
  out.step('Letting it finish');
  const elapsedMs = elapsedTimer();
  while (elapsedMs() < FINISH_WITHIN_MS) {
    if (await isFinished(db, clock.now()).catch(() => false)) return;
    await clock.sleepRealMs(LOOK_EVERY_MS, stopping);
  }
  out.warn(`It did not finish: ${await describeOpenWork(db, clock)}`);
}

async function describeOpenWork(db: Database, clock: Clock): Promise<string> {
  return await readOpenWork(db, clock.now()).then(
    JSON.stringify,
    (thrown: unknown) => coerceError(thrown).message,
  );
}

async function judgeStack(
  { db, sandboxUrl }: Stack,
  clock: Clock,
  facts: Pick<ChaosReport, 'kills' | 'durationSec'>,
): Promise<{ report: ChaosReport; details: readonly string[] }> {
  const journal = await readFullJournal(sandboxUrl ?? '');
  const { unjudged } = await readOpenWork(db, clock.now());
  const { findings, details } = judge({ audit: await readAudit(db), journal, limits: LIMITS, unjudged });
  const actions = journal.invites.length + journal.messages.length;
  const { kills, durationSec } = facts;
  return { report: { kills, actions, ...findings, durationSec }, details };
}
