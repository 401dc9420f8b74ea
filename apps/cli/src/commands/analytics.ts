import { resolve } from 'node:path';
import { areBuilt, buildModels } from '@fairlead/analytics/build';
import { checkModels } from '@fairlead/analytics/checks';
import { type ExportFormat, exportModel } from '@fairlead/analytics/export';
import { type Model, readModels } from '@fairlead/analytics/models';
import type { Database } from '@fairlead/db/database';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { Failed } from '../failed.ts';
import { loadSettings } from '../load-env.ts';
import type { Output } from '../output.ts';
import { CALLED_FROM } from '../paths.ts';
import { openToRead } from '../stack/place.ts';

export interface AnalyticsExportOptions {
  format: ExportFormat;
  model: string;
  output?: string;
}

/** Creates the views of analytics/ in the database. */
export async function buildAnalytics(out: Output): Promise<void> {
  await withModels(out, async (db, models) => {
    await buildModels(db, models);
    const names = models.map(({ name }) => `analytics.${name}`);
    out.result(`Built ${names.join(', ')}`);
    out.json({ models: names });
  });
}

/** Runs the tests of every column. Throws `Failed` when one does not hold. */
export async function testAnalytics(out: Output): Promise<void> {
  await withModels(out, async (db, models) => {
    await assertBuilt(db, models);
    const results = await checkModels(db, models);
    const failed = results.filter(({ failures }) => failures > 0);
    for (const { name, failures } of failed) out.warn(`${name}: ${failures} rows`);
    out.result(`${results.length - failed.length} of ${results.length} tests hold`);
    out.json({ tests: results.length, failed });
    if (failed.length > 0)
      throw new Failed(
        `${failed.length} tests of the analytics models do not hold.\n  Remedy: look at the rows they name; if they are right, report it with their names.`,
      );
  });
}

/** Writes one model to a file that data tools read. */
export async function exportAnalytics(options: AnalyticsExportOptions, out: Output): Promise<void> {
  const { format, output = `${options.model}.${format}` } = options;
  const path = resolve(CALLED_FROM, output);
  await withModels(out, async (db, models) => {
    const model = models.find(({ name }) => name === options.model);
    if (!model) {
      const names = models.map(({ name }) => name).join(', ');
      throw new Misconfigured(`There is no model ${options.model}.`, `Name one of: ${names}`);
    }
    await assertBuilt(db, models);
    out.step(`Writing ${path}`);
    const rows = await exportModel(db, model, {
      format,
      path,
      progress: (done) => out.note(`${done} rows`),
    });
    out.result(`${rows} rows of ${model.name} in ${path}`);
    out.json({ model: model.name, format, file: path, rows });
  });
}

async function withModels(
  out: Output,
  use: (db: Database, models: readonly Model[]) => Promise<void>,
): Promise<void> {
  const place = await openToRead(loadSettings(), out);
  try {
    await use(place.db, await readModels());
  } finally {
    await place.close();
  }
}

async function assertBuilt(db: Database, models: readonly Model[]): Promise<void> {
  if (await areBuilt(db, models)) return;
  throw new Misconfigured(
    'The analytics models are not built, or an update has removed them.',
    'Run ./fairlead analytics build',
  );
}
