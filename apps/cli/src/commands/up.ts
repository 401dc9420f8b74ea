import { listAccounts } from '@fairlead/db/repositories/accounts';
import { type Clock, systemClock } from '@fairlead/shared/runtime/clock';
import { createVault } from '@fairlead/shared/runtime/crypto';
import type { Environment, Settings } from '@fairlead/shared/runtime/env';
import { readSettingFiles } from '@fairlead/shared/runtime/env-files';
import { SETTINGS, type SettingName } from '@fairlead/shared/runtime/settings';
import { unacceptedRisk } from '@fairlead/shared/runtime/target';
import { failIfLoginFailed, resumeAccounts, stoppedAccounts } from '../accounts.ts';
import { loadEnvironment, loadSettings } from '../load-env.ts';
import type { Output } from '../output.ts';
import { ensureChromium } from '../setup/chromium.ts';
import { ensureSecretKey } from '../setup/secret-key.ts';
import { announceLogin, type DashboardLogin, ensureDashboardLogin } from '../stack/dashboard-login.ts';
import { describedProvision, requireLanguageModel } from '../stack/described-provision.ts';
import { mayHoldData } from '../stack/place.ts';
import { type Provision, provision } from '../stack/provision.ts';
import { assertSetUp, notSetUp } from '../stack/set-up.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { tellProvisioned } from '../stack/tell-provisioned.ts';
import { untilInterrupted } from '../until-interrupted.ts';
import { watch } from '../watch.ts';

const LOOK_EVERY_MS = 2_000;
const REAL_SITE = 'https://www.linkedin.com';

export interface UpOptions {
  /** Lets stopped accounts try again. */
  resume: boolean;
}

/** Runs the whole system on this machine until it is interrupted. */
export async function up({ resume }: UpOptions, out: Output): Promise<void> {
  const settings = loadSettings(unacceptedRisk);
  const sandbox = settings.FAIRLEAD_TARGET === 'sandbox';
  const wanted = describedProvision(settings);
  requireLanguageModel(settings);
  // Said before anything is installed or started.
  if (!mayHoldData(settings)) assertDescribed(wanted);
  const chromiumPath = await ensureChromium(settings.CHROMIUM_PATH, out);
  const stateDir = settings.FAIRLEAD_STATE_DIR;
  const secretKey = await ensureSecretKey(settings.FAIRLEAD_SECRET_KEY, stateDir);
  const vault = createVault(secretKey);
  const clock = systemClock();
  const passedOn: Record<string, string> = {
    ...(sandbox ? sandboxDefaults(settings) : { FAIRLEAD_LINKEDIN_URL: REAL_SITE }),
    ...givenSettings(loadEnvironment()),
  };
  const interrupted = untilInterrupted();
  let login: DashboardLogin | null = null;
  const stack = await startStack(
    {
      stateDir,
      databaseUrl: settings.DATABASE_URL ?? null,
      redisUrl: settings.REDIS_URL ?? null,
      chromiumPath,
      secretKey,
      settings: passedOn,
      sandbox: sandbox
        ? {
            port: settings.FAIRLEAD_SANDBOX_PORT,
            args: ['--seed', `${settings.FAIRLEAD_SANDBOX_SEED}`],
            simulatesLlm: settings.FAIRLEAD_LLM_API_KEY === undefined,
          }
        : null,
      out,
      interrupted,
    },
    async (db) => {
      // The sandbox forgets who was signed in when it ends; typing the password again costs nothing there.
      if (sandbox) await resumeAccounts(db, await listAccounts(db));
      else if (resume) await resumeAccounts(db, await stoppedAccounts(db));
      tellProvisioned(wanted, await provision(db, vault, wanted, clock.now()), out);
      await assertSetUp(db);
      const { FAIRLEAD_DASHBOARD_USER: user, FAIRLEAD_DASHBOARD_PASSWORD: password } = settings;
      login = await ensureDashboardLogin(db, user, password, clock.now());
    },
  );
  try {
    announce(stack, login, passedOn.FAIRLEAD_EMBEDDER ?? settings.FAIRLEAD_EMBEDDER, out);
    await Promise.race([interrupted, stack.failed, watchAccounts(stack, clock, out)]);
    out.step('Stopping: the current action is finished first');
  } finally {
    await stack.stop();
  }
}

function assertDescribed({ account, campaign }: Provision): void {
  const missing = [...(account ? [] : ['no account']), ...(campaign ? [] : ['no campaign'])];
  if (missing.length > 0) throw notSetUp(missing);
}

/** Without a language model of their own, the sandbox's users get the simulated one. */
function sandboxDefaults({ FAIRLEAD_LLM_API_KEY: key }: Settings<SettingName>): Record<string, string> {
  const simulated = { FAIRLEAD_LLM_API_KEY: 'sandbox', FAIRLEAD_LLM_MODEL: 'sandbox-model' };
  return { FAIRLEAD_EMBEDDER: 'hashing', ...(key === undefined ? simulated : {}) };
}

/** Every setting that has a value, also from the file its `_FILE` twin names: what the processes are told. */
function givenSettings(environment: Environment): Record<string, string> {
  const names = Object.keys(SETTINGS) as SettingName[];
  const { env } = readSettingFiles(environment, names);
  const given = names.map((name) => [name, env[name]]);
  return Object.fromEntries(given.filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''));
}

function announce(stack: Stack, login: DashboardLogin | null, embedder: string, out: Output): void {
  out.result(`Fairlead runs. Dashboard: ${stack.dashboardUrl}   Bull Board: ${stack.dashboardUrl}/queues`);
  if (stack.sandboxUrl) out.note(`Sandbox: ${stack.sandboxUrl} (nothing reaches the real site)`);
  out.note(`Embedder: ${embedder}`);
  if (login) announceLogin(login, out);
  out.note('Stop with Ctrl-C.');
}

/** Never resolves; rejects when the first login fails. Says once of each account that it was stopped. */
async function watchAccounts(
  { db, dashboardUrl, stopping }: Stack,
  clock: Clock,
  out: Output,
): Promise<void> {
  const told = new Set<number>();
  await watch({ clock, everyMs: LOOK_EVERY_MS, out, stopping }, async () => {
    await failIfLoginFailed(db);
    for (const { id, email, healthReason } of await stoppedAccounts(db)) {
      if (told.has(id)) continue;
      told.add(id);
      out.warn(`The account ${email} is stopped. ${healthReason}\n  What to do: ${dashboardUrl}`);
    }
    return false;
  });
}
