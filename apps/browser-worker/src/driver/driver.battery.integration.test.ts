import { afterAll, beforeAll, describe, vi } from 'vitest';
import { type LinkedInBrowser, launchBrowser } from './playwright/browser.ts';
import { runBattery } from './testing/battery/battery.ts';
import { sandboxBattery } from './testing/battery/sandbox-battery.ts';
import type { OpenBatteryWorld } from './testing/battery/world.ts';
import { type SandboxProcess, startSandboxProcess } from './testing/sandbox-process.ts';

// Several pages at once: each takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000, maxConcurrency: 4 });

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
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
describe('Playwright on the sandbox, logging in', () => runBattery(open, ({ verb }) => verb === 'login'));

describe.concurrent('Playwright on the sandbox', () => runBattery(open, ({ verb }) => verb !== 'login'));
