import { describe, expect, test } from 'vitest';
import { deallocateScope, scopeName, scopeSql } from './scope.ts';
import { foldName, quoteLiteral, splitStatements } from './sql.ts';

describe('splitStatements', () => {
  test.each([
    ['select 1; select 2;', ['select 1', 'select 2']],
    ["select ';' ; select E'\\';' ", ["select ';'", "select E'\\';'"]],
    ['select "a;b", $$;$$, $x$ $$;$$ $x$', ['select "a;b", $$;$$, $x$ $$;$$ $x$']],
    ['-- one; two\nlisten /* ; */ a', ['listen   a']],
    [' ;; ', []],
    ["select 'it''s; fine', $1", ["select 'it''s; fine', $1"]],
  ])('%s', (sql, expected) => {
    expect(splitStatements(sql)).toEqual(expected);
  });
});

describe('scopeSql', () => {
  const settings = (...customNames: string[]) => [{ kind: 'settings', customNames }];

  test.each([
    ['SET search_path TO a', settings()],
    ['reset all', settings()],
    ["select set_config('app.tenant', $1, false)", settings('app.tenant')],
    ['SET Session app.Tenant = 3', settings('app.tenant')],
    ['SET LOCAL work_mem = 1', []],
    ['set transaction read only', []],
    ['set constraints all deferred', []],
    ['update t set a = 1', []],
    ['-- why\nLISTEN "Odd Name"', [{ kind: 'listen', channel: 'Odd Name' }]],
    ['listen Jobs; select 1', [{ kind: 'listen', channel: 'jobs' }]],
    ['UNLISTEN jobs', [{ kind: 'unlisten', channel: 'jobs' }]],
    ['unlisten *', [{ kind: 'unlisten', channel: undefined }]],
    ["select 'listen jobs'", []],
  ])('%s is passed on, its effects noted', (sql, effects) => {
    expect(scopeSql(sql, 'c1:')).toEqual({ sql, effects });
  });

  test.each([
    ['PREPARE Plan AS select 1', 'PREPARE "c1:plan" AS select 1'],
    ['execute plan(1)', 'execute "c1:plan"(1)'],
    ['DEALLOCATE PREPARE "Plan"', 'DEALLOCATE PREPARE "c1:Plan"'],
    ['deallocate all', deallocateScope('c1:')],
    ['DEALLOCATE PREPARE ALL;', deallocateScope('c1:')],
    ['DISCARD ALL', deallocateScope('c1:', 'RESET ALL;')],
    ['select 1; deallocate plan', 'select 1;\ndeallocate "c1:plan"'],
    ["PREPARE TRANSACTION 'x'", "PREPARE TRANSACTION 'x'"],
    ['COPY t TO STDOUT', 'COPY t TO STDOUT'],
  ])('%s is confined to the client', (sql, expected) => {
    expect(scopeSql(sql, 'c1:').sql).toBe(expected);
  });

  test.each([
    'COPY t FROM STDIN',
    'copy t(a) from /* odd */ stdin with (format csv)',
    'select 1; copy t from stdin',
  ])('%s is refused', (sql) => {
    expect(scopeSql(sql, 'c1:').sql).toContain('is not supported');
  });
});

test('scopeName keeps unnamed unnamed and long names apart', () => {
  expect(scopeName('c1:', '')).toBe('');
  expect(scopeName('c1:', 'find_lead')).toBe('c1:find_lead');
  const long = 'x'.repeat(62);
  expect(Buffer.byteLength(scopeName('c1:', `${long}a`))).toBeLessThan(64);
  expect(scopeName('c1:', `${long}a`)).not.toBe(scopeName('c1:', `${long}b`));
});

test('names fold and literals are quoted as Postgres reads them', () => {
  expect([foldName('JoBs'), foldName('"Jo""Bs"'), foldName('x'.repeat(80)).length]).toEqual([
    'jobs',
    'Jo"Bs',
    63,
  ]);
  expect([quoteLiteral("it's"), quoteLiteral('a\\b')]).toEqual(["'it''s'", "E'a\\\\b'"]);
});
