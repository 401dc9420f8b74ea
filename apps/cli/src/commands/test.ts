import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Failed } from '../failed.ts';
import { loadSettings } from '../load-env.ts';
import type { Output } from '../output.ts';
import { ROOT } from '../paths.ts';
import { ensureChromium } from '../setup/chromium.ts';
import { ensureRedisServer } from '../setup/redis-server.ts';

/** Gets what the tests need, then runs them all, or those whose path contains one of the filters. */
export async function test(filters: readonly string[], out: Output): Promise<void> {
  const { CHROMIUM_PATH } = loadSettings();
  await ensureRedisServer(out);
  const chromiumPath = await ensureChromium(CHROMIUM_PATH, out);
  out.step('Running the tests (a few minutes)');
  const code = await new Promise<number | null>((resolve, reject) => {
    const vitest = spawn(join(ROOT, 'node_modules/.bin/vitest'), ['run', ...filters], {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, CHROMIUM_PATH: chromiumPath },
    });
    vitest.once('error', reject);
    vitest.once('close', resolve);
  });
  if (code !== 0) throw new Failed('There are failing tests; see above.');
}
