import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createRecordingDatabase } from '../recording-database.ts';
import { breakingChanges } from '../testing/migration-rules.ts';
import checksums from './checksums.json' with { type: 'json' };
import { MIGRATIONS } from './index.ts';

/**
 * Migrations that take away what the version before the last no longer uses, and why that is so. They are
 * the third step of expand → migrate → contract: see CONTRIBUTING.md.
 */
const CONTRACT_STEPS: Readonly<Record<string, string>> = {};

async function statementsOf(name: string): Promise<string[]> {
  const { db, statements } = createRecordingDatabase(null);
  await MIGRATIONS[name]?.up(db);
  return statements;
}

const sumOf = (statements: readonly string[]): string =>
  createHash('sha256').update(statements.join(';\n')).digest('hex').slice(0, 16);

test('no migration is changed once it has been released', async () => {
  const sums: Record<string, string> = {};
  for (const name of Object.keys(MIGRATIONS)) sums[name] = sumOf(await statementsOf(name));
  // A new migration gets its line in checksums.json. A line that is there may change only before its release.
  expect(sums).toEqual(checksums);
});

test.each(Object.keys(MIGRATIONS))('%s lets the workers of the version before go on', async (name) => {
  const breaking = breakingChanges(await statementsOf(name));
  expect(name in CONTRACT_STEPS ? [] : breaking).toEqual([]);
});

test('no contract step is listed in vain', () => {
  for (const name of Object.keys(CONTRACT_STEPS)) expect(MIGRATIONS).toHaveProperty(name);
});

describe('the rule', () => {
  test.each([
    ['drop table if exists lead', 'drops a table'],
    ['alter table lead drop column urn', 'drops a column'],
    ['alter table lead rename to person', 'renames'],
    ['ALTER TABLE lead RENAME COLUMN urn TO member', 'renames'],
    ['alter table lead rename urn to member', 'renames'],
    ['alter table lead alter column urn type bigint', 'changes a type'],
    ['alter table lead alter urn set data type bigint', 'changes a type'],
    ['alter table lead alter column urn set not null', 'makes a column mandatory'],
    ['alter table lead add column city text not null', 'adds a mandatory column'],
  ])('refuses: %s', (statement, why) => {
    expect(breakingChanges([statement])).toEqual([expect.stringContaining(why)]);
  });

  test.each([
    'alter table lead add column city text',
    "alter table lead add column city text not null default ''",
    'alter table lead add constraint lead_urn check (urn is not null) not valid',
    'create table city (name text not null)',
    "insert into note values ('drop table rename to')",
    'drop index lead_by_state',
  ])('allows: %s', (statement) => {
    expect(breakingChanges([statement])).toEqual([]);
  });
});
