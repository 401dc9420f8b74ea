import { join } from 'node:path';
import { latestEvents } from '@fairlead/db/repositories/events';
import { readFunnel } from '@fairlead/db/repositories/funnel';
import { type Clock, elapsedTimer, systemClock } from '@fairlead/shared/runtime/clock';
import { createVault, generateMasterKey } from '@fairlead/shared/runtime/crypto';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { Secret } from '@fairlead/shared/runtime/secret';
import { failIfLoginFailed } from '../accounts.ts';
import { DEMO_PROVISION } from '../demo/campaign.ts';
import { isFinished } from '../demo/finished.ts';
import { readJournal } from '../demo/journal.ts';
import { createLiveView, type DemoLinks, type LiveView } from '../demo/live-view.ts';
import { memoryMb } from '../demo/processes.ts';
import { type DemoReport, demoReport, reportTable } from '../demo/report.ts';
import {
  SANDBOX_EMBEDDING_MODEL,
  sandboxArgs,
  sandboxClock,
  sandboxSettings,
} from '../demo/sandbox-settings.ts';
import { loadSettings } from '../load-env.ts';
import type { Output } from '../output.ts';
import { ensureChromium } from '../setup/chromium.ts';
import { type DashboardLogin, ensureDashboardLogin } from '../stack/dashboard-login.ts';
import { describedHours } from '../stack/described-provision.ts';
import { freePort } from '../stack/free-port.ts';
import { provision } from '../stack/provision.ts';
import { DEMO_FOLDER } from '../stack/run-file.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { Interrupted, untilInterrupted } from '../until-interrupted.ts';
import { watch } from '../watch.ts';

export interface DemoOptions {
  leads: number;
  seed: number;
  port: number;
  exit: boolean;
}

const EVENTS_SHOWN = 6;
const LOOK_EVERY_MS = 500;
const GIVE_UP_AFTER_MS = 600_000;

/** The whole funnel against the sandbox, with the real services, until everybody who accepted has a message. */
export async function demo(options: DemoOptions, out: Output): Promise<void> {
  const elapsedMs = elapsedTimer();
  const settings = loadSettings();
  const chromiumPath = await ensureChromium(settings.CHROMIUM_PATH, out);
  const stateDir = join(settings.FAIRLEAD_STATE_DIR, DEMO_FOLDER);
  const clockOptions = sandboxClock(systemClock().now());
  const clock = systemClock(clockOptions);
  const secretKey = new Secret(generateMasterKey());
  const port = options.port || (await freePort());
  const interrupted = untilInterrupted();
  let login: DashboardLogin | null = null;
  const stack = await startStack(
    {
      stateDir,
      databaseUrl: null,
      redisUrl: null,
      chromiumPath,
      secretKey,
      settings: sandboxSettings({
        leads: options.leads,
        port,
        clock: clockOptions,
        logLevel: settings.FAIRLEAD_LOG_LEVEL,
      }),
      sandbox: {
        port: 0,
        args: sandboxArgs(options.seed, clockOptions),
      },
      out,
      fresh: true,
      interrupted,
    },
    async (db) => {
      const { account, campaign } = DEMO_PROVISION;
      const workingHours = describedHours(settings, account.workingHours);
      const described = { account: { ...account, workingHours }, campaign };
      await provision(db, createVault(secretKey), described, clock.now());
      login = await ensureDashboardLogin(db, 'demo', undefined, clock.now());
    },
  );
  try {
    const links = linksOf(stack, login);
    out.step(`Running. Dashboard: ${links.dashboardUrl}  Bull Board: ${links.dashboardUrl}/queues`);
    out.note(`login: ${links.user} / ${links.password}`);
    const peakMemoryMb = await Promise.race([
      follow(stack, clock, createLiveView(links), out),
      stack.failed,
      interrupted.then(() => Promise.reject(new Interrupted())),
    ]);
    const report = await reportOf(stack, Math.round(elapsedMs() / 1_000), peakMemoryMb);
    out.result(`\n${reportTable(report)}\n`);
    if (!options.exit) {
      out.step('Still running, so that you can look around. Stop with Ctrl-C.');
      await Promise.race([interrupted, stack.failed]);
    }
    await stack.stop();
    out.json(report);
  } finally {
    await stack.stop();
  }
}

function linksOf(stack: Stack, login: DashboardLogin | null): DemoLinks {
  return {
    dashboardUrl: stack.dashboardUrl,
    user: login?.user ?? '',
    password: login?.password?.reveal() ?? '',
  };
}

/** Shows progress until nothing is left to do. Returns the peak of the memory in use. */
async function follow(stack: Stack, clock: Clock, view: LiveView, out: Output): Promise<number | null> {
  const elapsedMs = elapsedTimer();
  let peakMemoryMb: number | null = null;
  try {
    await watch({ clock, everyMs: LOOK_EVERY_MS, out, stopping: stack.stopping }, async () => {
      await failIfLoginFailed(stack.db);
      view.update(await readFunnel(stack.db), await latestEvents(stack.db, EVENTS_SHOWN));
      peakMemoryMb = Math.max(peakMemoryMb ?? 0, (await memoryMb(stack.pids())) ?? 0) || null;
      const finished = await isFinished(stack.db, clock.now());
      if (!finished && elapsedMs() > GIVE_UP_AFTER_MS) {
        throw new Misconfigured(
          'The demo did not come to an end in ten minutes.',
          `Its logs: ${stack.logDir}`,
        );
      }
      return finished;
    });
    view.update(await readFunnel(stack.db), await latestEvents(stack.db, EVENTS_SHOWN));
  } finally {
    view.done();
  }
  return peakMemoryMb;
}

async function reportOf(stack: Stack, durationSec: number, peakMemoryMb: number | null): Promise<DemoReport> {
  return demoReport({
    funnel: await readFunnel(stack.db),
    journal: await readJournal(stack.sandboxUrl ?? ''),
    durationSec,
    embedder: SANDBOX_EMBEDDING_MODEL,
    peakMemoryMb,
  });
}
