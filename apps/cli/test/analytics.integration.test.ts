import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '@fairlead/db/migrate';
import { addAccount, addCampaign, addDeal } from '@fairlead/testing/builders';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openToReplace } from '../src/stack/place.ts';
import { recordingOutput } from '../src/testing/recording-output.ts';
import { makeTempFolder, type TempFolder } from '../src/testing/temp-folder.ts';
import { type CliEnd, startCli } from './run-cli.ts';

let folder: TempFolder;

beforeEach(async () => {
  folder = await makeTempFolder();
});
afterEach(() => folder.remove());

const call = (...args: string[]): Promise<CliEnd> =>
  startCli(folder.path, ['analytics', ...args], { FAIRLEAD_STATE_DIR: join(folder.path, 'state') }).ended;

test('built, tested and exported from the embedded database', async () => {
  const wanted = { DATABASE_URL: undefined, FAIRLEAD_STATE_DIR: join(folder.path, 'state') };
  const { db, close } = await openToReplace(wanted, recordingOutput());
  await migrate(db);
  const accountId = await addAccount(db);
  await addDeal(db, { campaignId: await addCampaign(db, [accountId]), accountId, state: 'PENDING' });
  await close();

  expect(await call('test')).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('Run ./fairlead analytics build'),
  });
  expect((await call('build')).code).toBe(0);
  const tested = await call('test', '--json');
  expect({ code: tested.code, report: JSON.parse(tested.stdout) }).toMatchObject({
    code: 0,
    report: { failed: [] },
  });
  const file = join(folder.path, 'set.parquet');
  const exported = await call('export', '--output', file, '--json');
  expect(JSON.parse(exported.stdout)).toEqual({
    model: 'ml_connection_accepted',
    format: 'parquet',
    file,
    rows: 1,
  });
  expect(existsSync(file)).toBe(true);
  expect(await call('export', '--model', 'nothing')).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('stg_leads, stg_positions'),
  });
}, 120_000);
