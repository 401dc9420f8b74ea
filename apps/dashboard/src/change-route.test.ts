import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROUTES = join(import.meta.dirname, 'routes');

/** What changes nothing that an audit would ask about. */
const UNLOGGED = [
  "campaign-edit.ts: '/campaigns/new/preview'",
  "campaign-edit.ts: '/campaigns/:id/preview'",
  "login.ts: '/login'",
  "login.ts: '/logout'",
];

test('every form that changes something goes by the helper that writes the audit log', async () => {
  const found: string[] = [];
  for (const name of await readdir(ROUTES)) {
    if (name.endsWith('.test.ts')) continue;
    const source = await readFile(join(ROUTES, name), 'utf8');
    for (const [, path = ''] of source.matchAll(/router\.(?:post|put|patch|delete|all)\(\s*([^,]+),/g)) {
      found.push(`${name}: ${path}`);
    }
  }
  expect(found.sort()).toEqual([...UNLOGGED].sort());
});
