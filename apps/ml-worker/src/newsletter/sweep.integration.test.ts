import { chooseNewsletter, lettersGivenUp } from '@fairlead/db/repositories/newsletter';
import { DAY_MS, HOUR_MS } from '@fairlead/shared/domain/limits';
import { manualClock } from '@fairlead/shared/runtime/clock';
import {
  addAccount,
  addLead,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { httpPost } from './http-post.ts';
import type { PostLetter } from './port.ts';
import { sweepNewsletter } from './sweep.ts';
import { type Endpoint, startEndpoint } from './testing/endpoint.ts';

const EMAIL = 'operator@fairlead.example';
const SUBSCRIPTION = { email: EMAIL, subscribed: true };

let database: MigratedDatabase;
let endpoint: Endpoint;
const clock = manualClock(NOW);

beforeAll(async () => {
  database = await openMigratedDatabase('newsletter');
});
afterAll(() => database.drop());
beforeEach(async () => {
  await emptyTables(database);
  clock.set(NOW);
  endpoint = await startEndpoint();
});
afterEach(() => endpoint.close());

const sweep = (given: { post?: PostLetter | null; defaultToYes?: boolean } = {}) =>
  sweepNewsletter({ db: database.db, clock, post: httpPost(endpoint.url), defaultToYes: false, ...given });

const account = (subscribeNewsletter: boolean | null = true, country: string | null = 'no') =>
  addAccount(database.db, { email: EMAIL, subscribeNewsletter, country });

const bodies = () => endpoint.requests.map(({ body }) => body);
const letters = () => database.db.selectFrom('newsletter_letter').selectAll().execute();
const eventKinds = async () =>
  (await database.db.selectFrom('event').select('kind').orderBy('id').execute()).map(({ kind }) => kind);

describe('the endpoint is configuration, empty by default: then nothing is ever sent (mission §3, newsletter)', () => {
  test('no request, no ledger, no changed choice, whatever accounts want', async () => {
    await account(true);
    await addAccount(database.db, { subscribeNewsletter: null, country: 'us' });
    await sweep({ post: null, defaultToYes: true });
    expect(endpoint.requests).toEqual([]);
    expect(await letters()).toEqual([]);
    const choices = await database.db.selectFrom('account').select('subscribe_newsletter').execute();
    expect(choices.map((row) => row.subscribe_newsletter).sort()).toEqual([false, true]);
  });
});

describe('accounts carry subscribe_newsletter (mission §3, newsletter)', () => {
  test('one that subscribes is told once, with its address and nothing else', async () => {
    const id = await account();
    for (let i = 0; i < 3; i++) {
      await sweep();
      clock.advance(DAY_MS);
    }
    expect(bodies()).toEqual([SUBSCRIPTION]);
    expect(endpoint.requests[0]).toMatchObject({
      method: 'POST',
      key: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(endpoint.requests[0]?.headers).not.toContain('cookie');
    expect(await letters()).toMatchObject([{ account_id: id, confirmed: true, confirmed_at: NOW, turn: 1 }]);
    expect(await eventKinds()).toEqual(['newsletter.subscribed']);
  });

  test('one that does not is never mentioned', async () => {
    await account(false);
    await account(null);
    await sweep();
    expect(endpoint.requests).toEqual([]);
  });

  test('a changed choice unsubscribes, and subscribes again, each once and under its own key', async () => {
    const id = await account();
    for (const subscribed of [true, false, true]) {
      await chooseNewsletter(database.db, id, subscribed, NOW);
      await sweep();
      await sweep();
    }
    expect(bodies()).toEqual([true, false, true].map((subscribed) => ({ email: EMAIL, subscribed })));
    expect(new Set(endpoint.requests.map(({ key }) => key)).size).toBe(3);
  });

  test('several workers tell of an account once', async () => {
    await account();
    await Promise.all([sweep(), sweep(), sweep()]);
    expect(bodies()).toEqual([SUBSCRIPTION]);
  });
});

describe('a letter that does not arrive', () => {
  test.each([500, 429, 408, 'drop'] as const)(
    '(%s) is the same letter again after a quarter of an hour, then half an hour',
    async (answer) => {
      await account();
      endpoint.answers.push(answer, answer);
      const seen: number[] = [];
      for (let quarter = 0; quarter < 6; quarter++) {
        await sweep();
        seen.push(endpoint.requests.length);
        clock.advance(HOUR_MS / 4);
      }
      expect(seen).toEqual([1, 2, 2, 3, 3, 3]);
      expect(new Set(endpoint.requests.map(({ key }) => key)).size).toBe(1);
      expect(await letters()).toMatchObject([{ confirmed: true, failure: null, attempts: 3 }]);
    },
  );

  test.each([400, 404, 302])('because it is refused (%s) is given up, and says so', async (answer) => {
    const accountId = await account();
    endpoint.answers.push(answer);
    await sweep();
    clock.advance(365 * DAY_MS);
    await sweep();
    expect(endpoint.requests).toHaveLength(1);
    expect(await lettersGivenUp(database.db)).toEqual([
      { accountId, failure: `The newsletter's endpoint: it answered ${answer}.` },
    ]);
  });

  test('is given up after ten attempts', async () => {
    await account();
    endpoint.answers.push(...Array.from({ length: 20 }, () => 503));
    for (let day = 0; day < 20; day++) {
      await sweep();
      clock.advance(DAY_MS);
    }
    expect(endpoint.requests).toHaveLength(10);
    expect(await lettersGivenUp(database.db)).toHaveLength(1);
  });

  test('because we crashed after it was sent is repeated under the same key', async () => {
    await account();
    const send = httpPost(endpoint.url);
    const crashing: PostLetter = async (letter, key) => {
      await send(letter, key);
      throw new Error('The process was killed.');
    };
    await expect(sweep({ post: crashing })).rejects.toThrow('killed');
    await sweep();
    expect(endpoint.requests).toHaveLength(1);
    clock.advance(HOUR_MS);
    await sweep();
    await sweep();
    expect(bodies()).toEqual([SUBSCRIPTION, SUBSCRIPTION]);
    expect(new Set(endpoint.requests.map(({ key }) => key)).size).toBe(1);
  });

  test('and may have arrived is taken back when the account does not want it any more', async () => {
    const id = await account();
    endpoint.answers.push('drop');
    await sweep();
    await chooseNewsletter(database.db, id, false, NOW);
    await sweep();
    expect(bodies()).toEqual([SUBSCRIPTION, { ...SUBSCRIPTION, subscribed: false }]);
    expect(await letters()).toMatchObject([{ confirmed: false }]);
  });
});

describe('for others the operator may let it default to yes, once per account (mission §3, newsletter)', () => {
  test('an account without an answer, outside opt-in countries, is subscribed', async () => {
    const id = await account(null, 'us');
    await sweep();
    expect(endpoint.requests).toEqual([]);
    await sweep({ defaultToYes: true });
    expect(bodies()).toEqual([SUBSCRIPTION]);
    // Once: what the operator says afterwards stands.
    await chooseNewsletter(database.db, id, false, NOW);
    await sweep({ defaultToYes: true });
    await sweep({ defaultToYes: true });
    expect(bodies()).toEqual([SUBSCRIPTION, { ...SUBSCRIPTION, subscribed: false }]);
  });

  test.each([
    { what: 'that said no', subscribe: false, country: 'us' },
    { what: 'in an opt-in country', subscribe: null, country: 'de' },
    { what: 'in an unknown country', subscribe: null, country: null },
  ])('one $what is not', async ({ subscribe, country }) => {
    await account(subscribe, country);
    await sweep({ defaultToYes: true });
    expect(endpoint.requests).toEqual([]);
  });

  test('one whose own profile is in an opt-in country is not, whatever its setting says', async () => {
    const id = await account(null, 'us');
    const { leadId } = await addLead(database.db, { countryCode: 'fr' });
    await database.db.updateTable('account').set({ self_lead_id: leadId }).where('id', '=', id).execute();
    await sweep({ defaultToYes: true });
    expect(endpoint.requests).toEqual([]);
  });

  test('one whose own profile alone says where it is, is', async () => {
    const id = await account(null, null);
    const { leadId } = await addLead(database.db, { countryCode: 'us' });
    await database.db.updateTable('account').set({ self_lead_id: leadId }).where('id', '=', id).execute();
    await sweep({ defaultToYes: true });
    expect(bodies()).toEqual([SUBSCRIPTION]);
  });
});
