import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type LinkedInBrowser, launchBrowser } from './playwright/browser.ts';
import { describeDriverContract } from './testing/contract.ts';
import { control, type SandboxProcess, startSandboxProcess } from './testing/sandbox-process.ts';
import { sandboxWorld } from './testing/sandbox-world.ts';

// A real browser: a page load takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const Journal = z.object({
  invites: z.array(z.object({ account: z.string(), note: z.string().nullable() })),
});

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

describe.each(['old', 'new'] as const)('with the %s login page', (loginVariant) => {
  let sandbox: SandboxProcess;
  let browser: LinkedInBrowser;

  beforeAll(async () => {
    [sandbox, browser] = await Promise.all([
      startSandboxProcess(loginVariant),
      launchBrowser({ executablePath, headless: true }),
    ]);
  });

  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
  });

  if (loginVariant === 'old') {
    describeDriverContract('Playwright on the sandbox', () => sandboxWorld(sandbox, browser));

    it('sends an invitation without a note', async () => {
      const world = sandboxWorld(sandbox, browser);
      const driver = await world.newDriver(null);
      await driver.login(world.credentials);
      await driver.invite(world.person('connectable'), () => Promise.resolve());
      const { invites } = Journal.parse(await control(sandbox.url, 'journal'));
      expect(invites).toEqual([{ account: world.credentials.email, note: null }]);
      await driver.close();
      await world.close();
    });
  } else {
    it('logs in through the visible one of two forms', async () => {
      const world = sandboxWorld(sandbox, browser);
      const driver = await world.newDriver(null);
      const wrong = { ...world.credentials, password: 'not-the-password' };
      await expect(driver.login(wrong)).rejects.toThrow(/password/i);
      await driver.login(world.credentials);
      expect(await driver.isLoggedIn()).toBe(true);
      await driver.close();
    });
  }
});
