import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, 'main.ts');

test.each([
  { what: 'nothing is configured', env: {}, says: ['DATABASE_URL', 'CHROMIUM_PATH', 'FAIRLEAD_SECRET_KEY'] },
  {
    what: 'the risk of the real site is not accepted',
    env: { FAIRLEAD_TARGET: 'linkedin' },
    says: ['FAIRLEAD_RISK_ACCEPTED must be yes'],
  },
])('ends with message and remedy, without a stack, when $what', async ({ env, says }) => {
  const failure = await promisify(execFile)(process.execPath, [MAIN], { env }).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: 78, stderr: expect.stringMatching(/Remedy: .*\.env/) });
  const { stderr } = failure as { stderr: string };
  for (const text of says) expect(stderr).toContain(text);
  expect(stderr).not.toMatch(/^\s+at /m);
});
