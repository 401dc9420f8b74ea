import type { Database } from '@fairlead/db/database';
import { takeFence } from '@fairlead/db/repositories/accounts';
import { passwordContext } from '@fairlead/shared/domain/account';
import { TAKEOVER_QUIET_MS } from '@fairlead/shared/domain/action';
import { type AccountLimits, DEFAULT_LIMITS, type LimitedKind } from '@fairlead/shared/domain/limits';
import { connectRedis, type Redis } from '@fairlead/shared/queue/connection';
import type { JobContext } from '@fairlead/shared/queue/consumer';
import { createLimiter, type Limiter } from '@fairlead/shared/queue/limiter';
import { type ManualClock, manualClock } from '@fairlead/shared/runtime/clock';
import { createVault, generateMasterKey } from '@fairlead/shared/runtime/crypto';
import { createLogger } from '@fairlead/shared/runtime/logger';
import { Secret } from '@fairlead/shared/runtime/secret';
import {
  addAccount,
  addCampaign,
  emptyTables,
  type MigratedDatabase,
  NOW,
  newProfile,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { createTestRedis, type TestRedis } from '@fairlead/testing/redis';
import type { AccountDeps } from '../account-deps.ts';
import { createFakeLinkedIn, type FakeLinkedIn, type FakeLinkedInOptions } from '../driver/testing/fake.ts';
import type { FakeMember } from '../driver/testing/fake-network.ts';
import { postgresLedger } from '../ledger/postgres-ledger.ts';
import {
  type AccountSession,
  type AccountSessionOptions,
  createAccountSession,
  type OpenDriver,
} from '../session/account-session.ts';

export const PASSWORD = 'correct horse battery';
export const SILENT = createLogger({ service: 'test', level: 'silent' });
export const VAULT = createVault(new Secret(generateMasterKey()));

export interface BeginOptions extends FakeLinkedInOptions {
  limits?: Partial<AccountLimits>;
  maxLeads?: number | null;
  /** Whether the browser opens logged in, whatever session it is given. Default true. */
  loggedIn?: boolean;
}

/** One account with its campaign, its LinkedIn, and all its handlers need. */
export interface World {
  accountId: number;
  campaignId: number;
  linkedIn: FakeLinkedIn;
  session: AccountSession;
  deps: AccountDeps;
  /** Puts somebody on LinkedIn, ready to be seen in `state` with an empty thread. */
  putMember(profile: FakeMember['profile'], member?: Partial<FakeMember>): void;
}

/** Real Postgres, a real limiter and a fake LinkedIn, for the tests of one file. */
export interface Worlds {
  database: MigratedDatabase;
  db: Database;
  clock: ManualClock;
  redis: Redis;
  limiter: Limiter;
  /** A new account in a database without any other. */
  begin(options?: BeginOptions): Promise<World>;
  openSession(
    accountId: number,
    openDriver: OpenDriver,
    rest?: Partial<AccountSessionOptions>,
  ): AccountSession;
  close(): Promise<void>;
}

const KINDS: readonly LimitedKind[] = ['invite', 'message'];

export async function openWorlds(label: string): Promise<Worlds> {
  const database = await openMigratedDatabase(label);
  const corner: TestRedis = createTestRedis(label);
  const redis = await connectRedis(corner.url, 'producer');
  const limiter = createLimiter(redis, corner.prefix);
  const clock = manualClock(NOW);
  const { db } = database;
  const openSession: Worlds['openSession'] = (accountId, openDriver, rest = {}) =>
    createAccountSession({
      accountId,
      db,
      vault: VAULT,
      clock,
      log: SILENT,
      openDriver,
      maxLeads: null,
      ...rest,
    });

  const begin: Worlds['begin'] = async ({ limits, maxLeads, loggedIn = true, ...fake } = {}) => {
    await emptyTables(database);
    clock.set(NOW);
    const email = 'operator@fairlead.example';
    const accountId = await addAccount(db, {
      email,
      passwordSealed: VAULT.seal(PASSWORD, passwordContext(email)),
      limits: { ...DEFAULT_LIMITS, ...limits },
    });
    const fencingToken = await takeFence(db, accountId);
    await limiter.forget(accountId);
    for (const kind of KINDS) await limiter.rebuild(accountId, kind, []);
    const campaignId = await addCampaign(db, [accountId]);
    const me = newProfile({ distance: 'SELF', degree: null });
    const linkedIn = createFakeLinkedIn({ me, credentials: { email, password: PASSWORD }, ...fake });
    const session = openSession(
      accountId,
      ({ state, onDiscovered }) =>
        Promise.resolve(linkedIn.newDriver(loggedIn ? 'open' : state, onDiscovered)),
      { maxLeads: maxLeads ?? null },
    );
    const deps: AccountDeps = {
      db,
      limiter,
      clock,
      session,
      watchAct: (_action, _actionId, act) => act(),
      fencingToken,
      ledger: postgresLedger(db, fencingToken),
      // Long ago: no click of a former worker may land any more.
      sinceTakeoverMs: () => TAKEOVER_QUIET_MS,
      readIntervalMs: 10_000,
      maxLeads: maxLeads ?? null,
    };
    const putMember: World['putMember'] = (profile, member = {}) =>
      linkedIn.network.put({ profile, state: 'connectable', thread: [], ...member });
    return { accountId, campaignId, linkedIn, session, deps, putMember };
  };

  return {
    database,
    db,
    clock,
    redis,
    limiter,
    begin,
    openSession,
    close: async () => {
      await corner.drop();
      redis.disconnect();
      await database.drop();
    },
  };
}

/** What a handler is given besides its payload. */
export function jobContext(signal: AbortSignal = new AbortController().signal): JobContext {
  return { jobId: 'test-1', attempt: 1, log: SILENT, signal };
}

/** The verbs that were called, in order, without those of opening a session. */
export function verbsOf({ calls }: FakeLinkedIn): string[] {
  const opening: readonly string[] = ['isLoggedIn', 'whoAmI'];
  return calls.map(({ verb }) => verb).filter((verb) => !opening.includes(verb));
}
