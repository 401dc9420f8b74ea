import { connectDatabase } from '@fairlead/db/database';
import { listAccounts } from '@fairlead/db/repositories/accounts';
import { listCampaigns } from '@fairlead/db/repositories/campaigns';
import { findUser } from '@fairlead/db/repositories/users';
import { generateMasterKey } from '@fairlead/shared/runtime/crypto';
import type { SettingName } from '@fairlead/shared/runtime/settings';
import { createTestDatabase, type TestDatabase } from '@fairlead/testing/postgres';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type RecordingOutput, recordingOutput } from '../testing/recording-output.ts';
import { stubSettings } from '../testing/stub-settings.ts';
import { migrate } from './migrate.ts';

const DESCRIBED = {
  FAIRLEAD_SECRET_KEY: generateMasterKey(),
  FAIRLEAD_ACCOUNT_EMAIL: 'kim.west@tidewater.example',
  FAIRLEAD_ACCOUNT_PASSWORD: 'hush',
  FAIRLEAD_CAMPAIGN_NAME: 'Wind parks',
  FAIRLEAD_CAMPAIGN_PRODUCT_DOCS: 'We predict failures of turbines.',
  FAIRLEAD_CAMPAIGN_OBJECTIVE: 'Operations managers at wind parks',
  FAIRLEAD_DASHBOARD_PASSWORD: 'hush as well',
} as const satisfies Partial<Record<SettingName, string>>;

let database: TestDatabase;
let out: RecordingOutput;

beforeEach(async () => {
  database = await createTestDatabase('cli_migrate');
  out = recordingOutput();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await database.drop();
});

function given(settings: Partial<Record<SettingName, string>>): void {
  stubSettings({ DATABASE_URL: database.url, ...settings });
}

test('an empty database gets schema, account, campaign and login; again, nothing changes', async () => {
  given(DESCRIBED);
  await migrate(out);
  const done = (became: string): string[] => [
    `step: Account kim.west@tidewater.example: ${became}`,
    `step: Campaign “Wind parks”: ${became}`,
    'note: Login: owner, with the password you have',
  ];
  expect(out.said).toEqual([expect.stringMatching(/^step: Schema: ran 0001-/), ...done('created')]);
  out.said.length = 0;
  await migrate(out);
  expect(out.said).toEqual(['step: Schema: already up to date', ...done('known, and left as it is')]);
  expect(out.results).toEqual([]);

  const db = await connectDatabase(database.url, { max: 1 });
  expect(await listAccounts(db)).toMatchObject([{ email: DESCRIBED.FAIRLEAD_ACCOUNT_EMAIL }]);
  expect(await listCampaigns(db)).toMatchObject([{ name: 'Wind parks' }]);
  expect(await findUser(db, 'owner')).not.toBeNull();
  await db.destroy();
});

test('without a description only the schema and a login, whose password is shown once', async () => {
  given({});
  await migrate(out);
  expect(out.said[1]).toContain('those in the database stay as they are');
  expect(out.results).toEqual([expect.stringMatching(/^Login: owner \/ [\w-]{12}$/)]);
  await migrate(out);
  expect(out.results).toHaveLength(1);
});

test.each([
  { what: 'no database', settings: { DATABASE_URL: '' }, says: 'DATABASE_URL is missing' },
  {
    what: 'half a description',
    settings: { ...DESCRIBED, FAIRLEAD_CAMPAIGN_OBJECTIVE: '' },
    says: 'FAIRLEAD_CAMPAIGN_OBJECTIVE is missing',
  },
  {
    what: 'no key to encrypt the password with',
    settings: { ...DESCRIBED, FAIRLEAD_SECRET_KEY: '' },
    says: 'FAIRLEAD_SECRET_KEY is missing',
  },
  {
    what: 'a sandbox that was not started',
    settings: { FAIRLEAD_LINKEDIN_URL: 'http://127.0.0.1:1' },
    says: 'The sandbox does not answer at http://127.0.0.1:1',
  },
])('$what: one clear error', async ({ settings, says }) => {
  given(settings);
  await expect(migrate(out)).rejects.toThrow(says);
});
