import { getAccount, getSecretsOf, saveSession } from '@fairlead/db/repositories/accounts';
import { eligibleToJudge } from '@fairlead/db/repositories/eligibility';
import { getEnrichedLead } from '@fairlead/db/repositories/leads';
import { promoteLead } from '@fairlead/db/repositories/promotion';
import { sessionContext } from '@fairlead/shared/domain/account';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import { createVault, generateMasterKey } from '@fairlead/shared/runtime/crypto';
import { Checkpoint, Misconfigured, SessionLost } from '@fairlead/shared/runtime/errors';
import { Secret } from '@fairlead/shared/runtime/secret';
import { addAccount, addVector, NOW, newProfile, TEST_MODEL } from '@fairlead/testing/builders';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LinkedInDriver } from '../driver/port.ts';
import { createFakeLinkedIn } from '../driver/testing/fake.ts';
import { type BeginOptions, openWorlds, VAULT, type World, type Worlds } from '../testing/account-world.ts';
import { eventKinds, leadRow } from '../testing/rows.ts';

const COOKIE = 'AQEDAR-invented-cookie-value';

let worlds: Worlds;

beforeAll(async () => {
  worlds = await openWorlds('account_session');
});
afterAll(() => worlds.close());

const begin = (options: BeginOptions = {}): Promise<World> => worlds.begin({ loggedIn: false, ...options });

const countOf = ({ linkedIn }: World, verb: keyof LinkedInDriver): number =>
  linkedIn.calls.filter((call) => call.verb === verb).length;

const noWork = (): Promise<void> => Promise.resolve();
const lose = (): Promise<never> => Promise.reject(new SessionLost('Signed out.'));

/** The session as it stands in the database, opened. */
async function storedSession({ accountId }: World): Promise<unknown> {
  const { sessionSealed } = await getSecretsOf(worlds.db, accountId);
  return sessionSealed && JSON.parse(VAULT.open(sessionSealed, sessionContext(accountId)));
}

async function store(world: World, state: unknown): Promise<void> {
  const sealed = VAULT.seal(JSON.stringify(state), sessionContext(world.accountId));
  await saveSession(worlds.db, world.accountId, sealed);
}

describe('opening', () => {
  test('restores a stored session without logging in', async () => {
    const world = await begin();
    await store(world, await world.linkedIn.newDriver('open').sessionState());
    expect(await world.session.use((driver) => driver.isLoggedIn())).toBe(true);
    expect(countOf(world, 'login')).toBe(0);
  });

  test('logs in once where there is no session, and stores the new one', async () => {
    const world = await begin();
    await world.session.use(noWork);
    await world.session.use(noWork);
    expect(countOf(world, 'login')).toBe(1);
    expect(await storedSession(world)).toEqual({ fakeSession: 1 });
    expect(await getAccount(worlds.db, world.accountId)).toMatchObject({ loginAt: NOW });
    expect(await eventKinds(worlds.db)).toEqual(['account.logged-in']);
  });

  test('logs in where the stored session is not accepted any more', async () => {
    const world = await begin();
    await store(world, { fakeSession: 99 });
    await world.session.open();
    expect(countOf(world, 'login')).toBe(1);
  });

  test('opens one browser context, however many ask', async () => {
    const world = await begin();
    await Promise.all([world.session.open(), world.session.use(noWork), world.session.use(noWork)]);
    expect(countOf(world, 'isLoggedIn')).toBe(1);
    expect(countOf(world, 'login')).toBe(1);
  });

  test("the account's own profile is read and remembered as a disqualified lead (mission §1, own profile)", async () => {
    const world = await begin({ loggedIn: true });
    await world.session.open();
    const account = await getAccount(worlds.db, world.accountId);
    expect(await leadRow(worlds.db, account?.selfLeadId ?? 0)).toMatchObject({
      state: 'disqualified',
      closed_reason: 'self',
    });
  });

  test('nobody invites or judges themselves, also of several accounts (mission §1, own profile)', async () => {
    const world = await begin({ loggedIn: true });
    await world.session.open();
    const other = await addAccount(worlds.db);
    const theirs = newProfile({ distance: 'SELF', degree: null });
    const driver = createFakeLinkedIn({ me: theirs, credentials: { email: '', password: '' } });
    await worlds.openSession(other, () => Promise.resolve(driver.newDriver('open'))).open();

    const leads = await worlds.db.selectFrom('lead').select(['id', 'state', 'closed_reason']).execute();
    expect(leads.map(({ state, closed_reason }) => [state, closed_reason])).toEqual([
      ['disqualified', 'self'],
      ['disqualified', 'self'],
    ]);
    for (const { id } of leads) await addVector(worlds.db, id);
    const judgeable = await eligibleToJudge(worlds.db, world.campaignId, TEST_MODEL)
      .select('lead.id')
      .execute();
    expect(judgeable).toEqual([]);
    for (const { id } of leads) {
      const lead = await getEnrichedLead(worlds.db, id);
      const promotion = await worlds.db
        .transaction()
        .execute(async (trx) => lead && (await promoteLead(trx, lead, world.campaignId, null, NOW)));
      expect(promotion).toEqual({ kind: 'closed' });
    }
  });

  test('with another secret key asks for the key', async () => {
    const world = await begin();
    const other = createVault(new Secret(generateMasterKey()));
    await saveSession(worlds.db, world.accountId, other.seal('{}', sessionContext(world.accountId)));
    await expect(world.session.open()).rejects.toBeInstanceOf(Misconfigured);
    expect(world.linkedIn.calls).toEqual([]);
  });
});

describe('a login that fails', () => {
  test('for a wrong password is the end of the session, and nothing is typed again', async () => {
    const world = await begin({ credentials: { email: 'operator@fairlead.example', password: 'changed' } });
    await expect(world.session.open()).rejects.toThrow('wrong password');
    await expect(world.session.use(noWork)).rejects.toBeInstanceOf(SessionLost);
    expect(countOf(world, 'login')).toBe(1);
    expect(await storedSession(world)).toBeNull();
  });

  test('is not tried again by another process within the hour', async () => {
    const world = await begin({ credentials: { email: 'operator@fairlead.example', password: 'changed' } });
    await expect(world.session.open()).rejects.toThrow('wrong password');
    const restarted = worlds.openSession(world.accountId, ({ state }) =>
      Promise.resolve(world.linkedIn.newDriver(state)),
    );
    worlds.clock.advance(HOUR_MS - 1);
    await expect(restarted.open()).rejects.toThrow('less than an hour ago');
    expect(countOf(world, 'login')).toBe(1);
  });

  test('for a challenge calls a human, and leaves the page open for them', async () => {
    const world = await begin();
    world.linkedIn.failNext('login', new Checkpoint('A code was sent.', 'email-pin'));
    await expect(world.session.open()).rejects.toBeInstanceOf(Checkpoint);
    expect(countOf(world, 'close')).toBe(0);
    expect(await world.session.isAnswered()).toBe(false);
    world.linkedIn.signInByHand();
    expect(await world.session.isAnswered()).toBe(true);
    expect(await storedSession(world)).toEqual({ fakeSession: 1 });
    await world.session.use(noWork);
    expect(countOf(world, 'login')).toBe(1);
  });

  test('for another reason closes the context, and the next one starts afresh', async () => {
    const world = await begin();
    world.linkedIn.failNext('isLoggedIn', new Error('odd page'));
    await expect(world.session.open()).rejects.toThrow('odd page');
    expect(countOf(world, 'close')).toBe(1);
    await world.session.open();
  });
});

describe('a page for a human', () => {
  test('is opened without a login, shows what the site shows, and is read without doing anything', async () => {
    const world = await begin();
    world.linkedIn.failNext('isLoggedIn', new Checkpoint('A code was sent.', 'email-pin'));
    await world.session.openForHuman();
    await world.session.openForHuman();
    for (let look = 0; look < 3; look++) expect(await world.session.isAnswered()).toBe(false);
    expect(world.linkedIn.calls.map(({ verb }) => verb)).toEqual([
      'isLoggedIn',
      'showsMember',
      'showsMember',
      'showsMember',
    ]);
    world.linkedIn.signInByHand();
    expect(await world.session.isAnswered()).toBe(true);
    expect(await storedSession(world)).toEqual({ fakeSession: 1 });
  });

  test('that is not open was not answered, and closing closes one that is', async () => {
    const world = await begin();
    expect(await world.session.isAnswered()).toBe(false);
    await world.session.openForHuman();
    await world.session.close();
    expect(countOf(world, 'close')).toBe(1);
    // Nobody was signed in: there is nothing to store.
    expect(await storedSession(world)).toBeNull();
  });
});

describe('a page that hangs', () => {
  test('is closed, its job is put back, and the next one gets a new page', async () => {
    const world = await begin({ loggedIn: true });
    const hangs: LinkedInDriver['readProfile'] = () => new Promise(() => {});
    let opened = 0;
    const session = worlds.openSession(
      world.accountId,
      ({ onDiscovered }) => {
        opened += 1;
        const driver = world.linkedIn.newDriver('open', onDiscovered);
        return Promise.resolve(opened === 1 ? { ...driver, readProfile: hangs } : driver);
      },
      { deadlines: { verbMs: 30, keyMs: 0 } },
    );
    await expect(session.use((driver) => driver.readProfile('mara-quill'))).rejects.toMatchObject({
      name: 'PageHung',
      retryAt: new Date(NOW.getTime() + 60_000),
    });
    expect(countOf(world, 'close')).toBe(1);
    expect(await session.use((driver) => driver.isLoggedIn())).toBe(true);
    expect(opened).toBe(2);
    await session.close();
  });
});

describe('a session that is lost', () => {
  test('is renewed, and the job starts over a minute later', async () => {
    const world = await begin({ loggedIn: true });
    await expect(world.session.use(lose)).rejects.toMatchObject({
      name: 'Throttled',
      retryAt: new Date(NOW.getTime() + 60_000),
    });
    expect(countOf(world, 'login')).toBe(1);
    expect(await storedSession(world)).toEqual({ fakeSession: 2 });
    expect(await world.session.use(() => Promise.resolve('done'))).toBe('done');
  });

  test('again within the hour wants a human; after the hour it is renewed once more', async () => {
    const world = await begin({ loggedIn: true });
    await expect(world.session.use(lose)).rejects.toMatchObject({ name: 'Throttled' });
    worlds.clock.advance(HOUR_MS - 1);
    await expect(world.session.use(lose)).rejects.toBeInstanceOf(SessionLost);
    expect(countOf(world, 'login')).toBe(1);
    worlds.clock.advance(1);
    await expect(world.session.use(lose)).rejects.toMatchObject({ name: 'Throttled' });
    expect(countOf(world, 'login')).toBe(2);
  });

  test('is not what other errors are taken for', async () => {
    const world = await begin({ loggedIn: true });
    await expect(world.session.use(() => Promise.reject(new Error('odd page')))).rejects.toThrow('odd page');
    expect(countOf(world, 'login')).toBe(0);
  });
});

describe('closing', () => {
  test('stores the newest session and closes the browser context', async () => {
    const world = await begin({ loggedIn: true });
    await world.session.open();
    await world.session.close();
    expect(await storedSession(world)).toEqual({ fakeSession: 1 });
    expect(countOf(world, 'close')).toBe(1);
  });

  test('without having opened does nothing', async () => {
    const world = await begin();
    await world.session.close();
    expect(world.linkedIn.calls).toEqual([]);
  });

  test('closes the browser context also when the session cannot be stored', async () => {
    const world = await begin({ loggedIn: true });
    await world.session.open();
    world.linkedIn.failNext('sessionState', new Error('The browser is gone.'));
    await expect(world.session.close()).rejects.toThrow('The browser is gone.');
    expect(countOf(world, 'close')).toBe(1);
  });
});

test('the stored session is encrypted, for this account only', async () => {
  const world = await begin();
  const driver = {
    ...world.linkedIn.newDriver('open'),
    sessionState: () => Promise.resolve({ li_at: COOKIE }),
  };
  const session = worlds.openSession(world.accountId, () => Promise.resolve(driver));
  await session.open();
  await session.close();
  const { sessionSealed } = await getSecretsOf(worlds.db, world.accountId);
  const sealed = sessionSealed ?? Buffer.alloc(0);
  expect(sealed.length).toBeGreaterThan(COOKIE.length);
  expect(sealed.includes(COOKIE)).toBe(false);
  expect(sealed.includes('li_at')).toBe(false);
  expect(await storedSession(world)).toEqual({ li_at: COOKIE });
  expect(() => VAULT.open(sealed, sessionContext(world.accountId + 1))).toThrow(Misconfigured);
});
