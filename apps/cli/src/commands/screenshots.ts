import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Failed } from '../failed.ts';
import { loadSettings } from '../load-env.ts';
import type { Output } from '../output.ts';
import { CALLED_FROM, ROOT } from '../paths.ts';
import { ensureChromium } from '../setup/chromium.ts';
import { launcher } from '../stack/launcher.ts';
import { startEmbeddedPostgres } from './bench/bench-postgres.ts';
import { startBenchRedis } from './bench/bench-redis.ts';
import { type BenchFrame, runBench } from './bench/frame.ts';

const PROGRAM = join(ROOT, 'apps/dashboard/scripts/screenshots.ts');
const DEFAULT_FOLDER = join(ROOT, 'docs/screenshots');

export interface ScreenshotsOptions {
  /** Default: docs/screenshots. */
  out?: string;
  /** The name of one page. Default: all. */
  only?: string;
}

/** Pictures of every page of the dashboard over invented people: wide and narrow, light and dark. */
export async function screenshots(options: ScreenshotsOptions, out: Output): Promise<void> {
  await runBench(out, (frame) => takePictures(options, frame));
}

async function takePictures(
  { out: folder, only }: ScreenshotsOptions,
  frame: BenchFrame,
): Promise<{ folder: string; files: string[] }> {
  const { out, stateDir, supervise, onStop } = frame;
  const target = folder === undefined ? DEFAULT_FOLDER : resolve(CALLED_FROM, folder);
  const chromiumPath = await ensureChromium(loadSettings().CHROMIUM_PATH, out);
  const redisUrl = await startBenchRedis(frame);
  const databaseUrl = await startEmbeddedPostgres(stateDir, launcher(stateDir, supervise()));
  out.step('Taking pictures of every page (a minute or two)');
  const args = ['--database', databaseUrl, '--redis', redisUrl, '--out', target];
  const child = spawn(process.execPath, [PROGRAM, ...args, ...(only === undefined ? [] : ['--only', only])], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, CHROMIUM_PATH: chromiumPath },
  });
  onStop(() => Promise.resolve(void child.kill()));
  const exit = new Promise<number | null>((done) => child.once('close', done));
  const files: string[] = [];
  for await (const file of createInterface(child.stdout)) {
    files.push(file);
    out.note(file);
  }
  if ((await exit) !== 0) throw new Failed('Not every picture could be taken; see above.');
  out.result(`${files.length} pictures in ${target}`);
  return { folder: target, files };
}
