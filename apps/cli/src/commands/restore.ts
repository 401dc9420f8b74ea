import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadBackup } from '@fairlead/db/backup/load';
import { readStatements } from '@fairlead/db/backup/statements';
import type { Database } from '@fairlead/db/database';
import { getSecretsOf, listAccounts } from '@fairlead/db/repositories/accounts';
import { assertUsableServer, readServerFacts } from '@fairlead/db/server-check';
import { passwordContext } from '@fairlead/shared/domain/account';
import { systemClock } from '@fairlead/shared/runtime/clock';
import { createVault } from '@fairlead/shared/runtime/crypto';
import type { Settings } from '@fairlead/shared/runtime/env';
import type { SettingName } from '@fairlead/shared/runtime/settings';
import { clockOptions } from '@fairlead/shared/runtime/target';
import { openBackup } from '../backup/backup-source.ts';
import { loadSettings } from '../load-env.ts';
import type { Output } from '../output.ts';
import { ensureSecretKey } from '../setup/secret-key.ts';
import { openToReplace } from '../stack/place.ts';

export interface RestoreOptions {
  /** Replaces everything that is in the database. */
  force: boolean;
}

/** Reads a backup into the database of the settings, all or nothing. Every account then waits for a human. */
export async function restore(file: string, { force }: RestoreOptions, out: Output): Promise<void> {
  const settings = loadSettings();
  const { name, manifest, text } = await openBackup(file);
  const place = await openToReplace(settings, out);
  try {
    assertUsableServer(await readServerFacts(place.db));
    out.step('Restoring (the database stays as it is until all of it has been read)');
    const now = systemClock(clockOptions(settings)).now();
    const expected = manifest?.rows ?? null;
    const loaded = await loadBackup(place.db, readStatements(text), { force, expected, now });
    if (loaded.migrated.length > 0) out.note(`Schema: ran ${loaded.migrated.join(', ')}`);
    out.note(
      expected
        ? 'Every table has as many rows as the manifest says.'
        : 'There is no manifest to compare with.',
    );
    const rows = Object.values(loaded.rows).reduce((sum, each) => sum + each, 0);
    out.result(`Restored ${rows} rows from ${name}, of ${loaded.backedUpAt.toISOString()}.`);
    out.json({ file: name, rows: loaded.rows, migrated: loaded.migrated, backedUpAt: loaded.backedUpAt });
    await warnOfKey(place.db, settings, out);
    out.warn(NEXT);
  } finally {
    await place.close();
  }
}

const NEXT =
  'Every account is stopped. Make sure that the system of the backup is stopped too, start Fairlead, and press Resume.\n' +
  '  Limits count as if that system had used them up since; whatever it wrote to a person is found in the thread and not written again.';

/** Says so when what is sealed in the database cannot be opened with the key here. */
async function warnOfKey(db: Database, settings: Settings<SettingName>, out: Output): Promise<void> {
  const { FAIRLEAD_SECRET_KEY: configured, FAIRLEAD_STATE_DIR: stateDir } = settings;
  const path = join(stateDir, 'secret.key');
  const [account] = await listAccounts(db);
  if (!account) return;
  const { email, passwordSealed } = await getSecretsOf(db, account.id);
  if (configured !== undefined || existsSync(path)) {
    const vault = createVault(await ensureSecretKey(configured, stateDir));
    try {
      vault.open(passwordSealed, passwordContext(email));
      return;
    } catch {
      // Another key: what to do about it is the same as about none.
    }
  }
  out.warn(
    `The key that opens its passwords and sessions is not here. Put the one of that system into ${path}.`,
  );
}
