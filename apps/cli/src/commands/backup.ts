import { join, resolve } from 'node:path';
import { ANALYTICS_SCHEMA } from '@fairlead/db/analytics-schema';
import { dumpSql } from '@fairlead/db/backup/dump';
import { countRows, LEFT_OUT, listTables, type RowCounts } from '@fairlead/db/backup/row-counts';
import { executedMigrations, exportSnapshot } from '@fairlead/db/backup/schema';
import type { Tx } from '@fairlead/db/database';
import { readServerFacts } from '@fairlead/db/server-check';
import { systemClock } from '@fairlead/shared/runtime/clock';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { assertFree, writeBackup } from '../backup/backup-file.ts';
import { findTool, libpqEnvironment, runTool } from '../backup/postgres-tools.ts';
import { loadSettings } from '../load-env.ts';
import type { Output } from '../output.ts';
import { CALLED_FROM } from '../paths.ts';
import { openToRead, type Place } from '../stack/place.ts';

export interface BackupOptions {
  /** Replaces the file. */
  force: boolean;
}

/** Writes the database to a file, as of one instant, whatever runs meanwhile. */
export async function backup(file: string | undefined, { force }: BackupOptions, out: Output): Promise<void> {
  const settings = loadSettings();
  const now = systemClock().now();
  if (file !== undefined && !force) await assertFree(resolve(CALLED_FROM, file));
  const place = await openToRead(settings, out);
  try {
    const path = resolve(CALLED_FROM, file ?? defaultName(place, now));
    if (!(await listTables(place.db)).includes('kysely_migration')) {
      throw new Misconfigured('The database holds nothing of Fairlead yet.', 'There is nothing to back up.');
    }
    const trx = await place.db.startTransaction().setIsolationLevel('repeatable read').execute();
    try {
      const [rows, migrations] = [await countRows(trx), await executedMigrations(trx)];
      out.step('Writing the backup');
      const content = place.kind === 'server' ? await dumpServer(place, trx) : dumpEmbedded(trx, now);
      const bytes = await writeBackup(path, content, () => ({
        writtenAt: now.toISOString(),
        migrations,
        rows,
      }));
      report(path, bytes, rows, out);
    } finally {
      await trx.rollback().execute();
    }
    const key = settings.FAIRLEAD_SECRET_KEY
      ? 'FAIRLEAD_SECRET_KEY'
      : join(settings.FAIRLEAD_STATE_DIR, 'secret.key');
    out.warn(
      `Passwords and sessions in it are sealed, and the key is not in it: keep a copy of ${key} elsewhere.\n` +
        '  Without the key they are lost; with both in one place they are nobody’s secret.',
    );
  } finally {
    await place.close();
  }
}

function defaultName({ kind }: Place, now: Date): string {
  const time = now.toISOString().slice(0, 19).replaceAll(':', '');
  return `fairlead-${time}Z.${kind === 'server' ? 'dump' : 'sql'}`;
}

/** pg_dump's custom format, of the same instant as `trx`. Rows are inserts, so that the embedded Postgres can read them. */
async function dumpServer({ url }: Place, trx: Tx): Promise<AsyncIterable<Buffer>> {
  const { major } = await readServerFacts(trx);
  const program = await findTool('pg_dump', major);
  const plain = ['--no-owner', '--no-privileges', '--no-comments', '--rows-per-insert=100'];
  const args = [
    '--format=custom',
    `--snapshot=${await exportSnapshot(trx)}`,
    `--exclude-table-data=${LEFT_OUT}`,
    `--exclude-schema=${ANALYTICS_SCHEMA}`,
  ];
  return runTool(program, { args: [...args, ...plain], env: libpqEnvironment(url) });
}

async function* dumpEmbedded(trx: Tx, now: Date): AsyncGenerator<string> {
  yield `-- Fairlead, backed up at ${now.toISOString()}\n`;
  yield '-- Into another Postgres with pgvector: ./fairlead restore, or psql -1 -v ON_ERROR_STOP=1 -f\n';
  yield* dumpSql(trx);
}

function report(path: string, bytes: number, rows: RowCounts, out: Output): void {
  const count = Object.values(rows).reduce((sum, each) => sum + each, 0);
  out.result(`${path}: ${count} rows, ${(bytes / 1e6).toFixed(1)} MB; what it holds stands in ${path}.json`);
  out.json({ file: path, bytes, rows });
}
