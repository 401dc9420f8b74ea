import { emptyTables, type MigratedDatabase, NOW, openMigratedDatabase } from '@fairlead/testing/builders';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectDatabase, type Database, type Tx } from '../database.ts';
import { listAudit, recordAudit } from './audit-log.ts';
import {
  changeRole,
  createUser,
  findUser,
  listUsers,
  type Role,
  removeUser,
  setPassword,
  upsertUser,
} from './users.ts';

let database: MigratedDatabase;
let db: Database;

beforeAll(async () => {
  database = await openMigratedDatabase('users');
  db = database.db;
});
beforeEach(async () => {
  await emptyTables(database);
  await sql`delete from dashboard_session`.execute(db);
});
afterAll(() => database.drop());

const inTrx = <T>(work: (trx: Tx) => Promise<T>, on = db): Promise<T> => on.transaction().execute(work);

async function addUser(name: string, role: Role): Promise<number> {
  await upsertUser(db, { name, role, passwordHash: 'h' }, NOW);
  return (await findUser(db, name))?.id ?? 0;
}

const signIn = (sid: string, userName: string) =>
  sql`insert into dashboard_session values (${sid}, ${JSON.stringify({ userName })}, now())`.execute(db);
const sessions = async (): Promise<string[]> => {
  const { rows } = await sql<{ sid: string }>`select sid from dashboard_session order by sid`.execute(db);
  return rows.map(({ sid }) => sid);
};

describe('the last owner', () => {
  test('is neither removed nor made anything less', async () => {
    const id = await addUser('mara', 'owner');
    await addUser('tomas', 'operator');
    expect(await inTrx((trx) => removeUser(trx, id))).toEqual({ kind: 'last-owner' });
    expect(await inTrx((trx) => changeRole(trx, id, 'operator'))).toEqual({ kind: 'last-owner' });
    expect(await inTrx((trx) => changeRole(trx, id, 'owner'))).toMatchObject({ kind: 'changed' });
    expect(await findUser(db, 'mara')).toMatchObject({ role: 'owner' });
  });

  test('stays, also when two owners remove each other at once', async () => {
    const [a, b] = [await addUser('a', 'owner'), await addUser('b', 'owner')];
    const other = await connectDatabase(database.url);
    const outcomes = await Promise.all([
      inTrx((trx) => removeUser(trx, a)),
      inTrx((trx) => removeUser(trx, b), other),
    ]);
    await other.destroy();
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['changed', 'last-owner']);
    expect(await listUsers(db)).toHaveLength(1);
  });
});

test('a name is taken once, and who does not exist is missing', async () => {
  const user = { name: 'mara', role: 'viewer', passwordHash: 'h' } as const;
  expect(await inTrx((trx) => createUser(trx, user, NOW))).toBe(true);
  expect(await inTrx((trx) => createUser(trx, { ...user, passwordHash: 'other' }, NOW))).toBe(false);
  expect(await findUser(db, 'mara')).toMatchObject({ passwordHash: 'h' });
  expect(await inTrx((trx) => removeUser(trx, 999))).toEqual({ kind: 'missing' });
});

test('who is removed, or gets a new password, is signed out everywhere; others are not', async () => {
  await addUser('owner', 'owner');
  const mara = { id: await addUser('mara', 'operator'), name: 'mara' };
  for (const sid of ['m1', 'm2']) await signIn(sid, 'mara');
  await signIn('o1', 'owner');
  await inTrx((trx) => setPassword(trx, mara, 'new', 'm2'));
  expect(await sessions()).toEqual(['m2', 'o1']);
  expect(await findUser(db, 'mara')).toMatchObject({ passwordHash: 'new' });
  await inTrx((trx) => removeUser(trx, mara.id));
  expect(await sessions()).toEqual(['o1']);
});

describe('the audit log', () => {
  test('keeps what differs, newest first, and no secret', async () => {
    const entry = {
      what: 'campaign.saved',
      target: 'campaign 1',
      before: { name: 'A', objective: 'same', nested: { passwordHash: 'x' } },
      after: { name: 'B', objective: 'same', password: 'hunter2', nested: { sessionToken: 'y' } },
    };
    await inTrx((trx) => recordAudit(trx, 'mara', entry, NOW));
    await inTrx((trx) => recordAudit(trx, 'tomas', { what: 'user.removed', target: 'user mara' }, NOW));
    const [newest, oldest] = await listAudit(db, 10);
    expect(newest).toMatchObject({ userName: 'tomas', before: {}, after: {} });
    expect(oldest).toMatchObject({
      what: 'campaign.saved',
      userName: 'mara',
      before: { name: 'A', nested: { passwordHash: '(secret)' } },
      after: { name: 'B', password: '(secret)', nested: { sessionToken: '(secret)' } },
    });
    expect(oldest?.before).not.toHaveProperty('objective');
    expect(await listAudit(db, 10, newest?.id)).toEqual([oldest]);
    expect(JSON.stringify(await listAudit(db, 10))).not.toContain('hunter2');
  });

  test('has no line where the change was rolled back', async () => {
    const failing = inTrx(async (trx) => {
      await recordAudit(trx, 'mara', { what: 'x', target: 'y' }, NOW);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await listAudit(db, 10)).toEqual([]);
  });
});
