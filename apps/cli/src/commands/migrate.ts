import type { Database } from '@fairlead/db/database';
import { migrate as migrateSchema } from '@fairlead/db/migrate';
import { listAccounts } from '@fairlead/db/repositories/accounts';
import { assertUsableServer, readServerFacts } from '@fairlead/db/server-check';
import { systemClock } from '@fairlead/shared/runtime/clock';
import { createVault } from '@fairlead/shared/runtime/crypto';
import { requireSettings, type Settings } from '@fairlead/shared/runtime/env';
import type { SettingName } from '@fairlead/shared/runtime/settings';
import { clockOptions, unacceptedRisk } from '@fairlead/shared/runtime/target';
import { resumeAccounts } from '../accounts.ts';
import { loadSettings } from '../load-env.ts';
import type { Output } from '../output.ts';
import { announceLogin, ensureDashboardLogin } from '../stack/dashboard-login.ts';
import { describedProvision, requireLanguageModel } from '../stack/described-provision.ts';
import { provision } from '../stack/provision.ts';
import { assertSandboxAnswers } from '../stack/sandbox-check.ts';
import { tellProvisioned } from '../stack/tell-provisioned.ts';
import { waitForDatabase } from '../stack/wait-for-database.ts';

type All = Settings<SettingName>;

/**
 * Prepares a database for the processes of a deployment: schema, account, campaign, dashboard login.
 * Doing it again changes what is missing, and the account's password where the settings have another.
 */
export async function migrate(out: Output): Promise<void> {
  const settings = requireSettings(loadSettings(unacceptedRisk), ['DATABASE_URL']);
  const wall = systemClock();
  const url = settings.FAIRLEAD_LINKEDIN_URL;
  if (settings.FAIRLEAD_TARGET === 'sandbox' && url !== undefined) await assertSandboxAnswers(url);
  const db = await waitForDatabase(settings.DATABASE_URL, { clock: wall, out });
  try {
    assertUsableServer(await readServerFacts(db));
    const done = await migrateSchema(db);
    out.step(done.length > 0 ? `Schema: ran ${done.join(', ')}` : 'Schema: already up to date');
    const now = systemClock(clockOptions(settings)).now();
    await provisionDescribed(db, settings, now, out);
    const { FAIRLEAD_DASHBOARD_USER: user, FAIRLEAD_DASHBOARD_PASSWORD: password } = settings;
    announceLogin(await ensureDashboardLogin(db, user, password, now), out);
  } finally {
    await db.destroy();
  }
}

async function provisionDescribed(db: Database, settings: All, now: Date, out: Output): Promise<void> {
  const wanted = describedProvision(settings);
  if (!wanted.account && !wanted.campaign) {
    out.step('No account and campaign in the settings: those in the database stay as they are');
    return;
  }
  requireLanguageModel(settings);
  const { FAIRLEAD_SECRET_KEY: key } = requireSettings(settings, ['FAIRLEAD_SECRET_KEY']);
  // A sandbox that was restarted has forgotten who was signed in; typing the password again costs nothing there.
  if (settings.FAIRLEAD_TARGET === 'sandbox') await resumeAccounts(db, await listAccounts(db));
  tellProvisioned(wanted, await provision(db, createVault(key), wanted, now), out);
}
