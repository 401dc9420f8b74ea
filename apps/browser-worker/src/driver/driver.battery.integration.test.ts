import { afterAll, beforeAll, describe, vi } from 'vitest';
import { type LinkedInBrowser, launchBrowser } from './playwright/browser.ts';
import { runBattery } from './testing/battery/battery.ts';
import { normalRun } from './testing/battery/normal-run.ts';
import { sandboxBattery } from './testing/battery/sandbox-battery.ts';
import { BATTERY_CASES, type BatteryCase } from './testing/battery/table.ts';
import type { OpenBatteryWorld } from './testing/battery/world.ts';
import { type SandboxProcess, startSandboxProcess } from './testing/sandbox-process.ts';

// Two pages at once: more would only make each of them slower on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000, maxConcurrency: 2 });

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const wanted = process.env.BATTERY === 'all' ? new Set(BATTERY_CASES) : normalRun();
const title = `Playwright on the sandbox (${wanted.size} of ${BATTERY_CASES.length} cases; BATTERY=all runs every one)`;
const loggingIn = (test: BatteryCase): boolean => wanted.has(test) && test.verb === 'login';
const afterLogin = (test: BatteryCase): boolean => wanted.has(test) && test.verb !== 'login';

let sandbox: SandboxProcess;
let browser: LinkedInBrowser;
let openWorld: OpenBatteryWorld;
const open: OpenBatteryWorld = (test) => openWorld(test);

beforeAll(async () => {
  [sandbox, browser] = await Promise.all([
    startSandboxProcess('old'),
    launchBrowser({ executablePath, headless: true }),
  ]);
  openWorld = sandboxBattery(sandbox, browser);
});

afterAll(async () => {
  await browser?.close();
  await sandbox?.stop();
});

// The login page does not know whose it is: its switches concern everybody, so these run one by one.
describe(`${title}, logging in`, () => runBattery(open, loggingIn));

describe.concurrent(title, () => runBattery(open, afterLogin));
