import { getAccount, getSecretsOf } from '@fairlead/db/repositories/accounts';
import { passwordContext } from '@fairlead/shared/domain/account';
import { systemClock } from '@fairlead/shared/runtime/clock';
import { Checkpoint } from '@fairlead/shared/runtime/errors';
import { seededRandom } from '@fairlead/shared/runtime/random';
import { NOW } from '@fairlead/testing/builders';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createDriver } from '../driver/playwright/context-driver.ts';
import { type SandboxProcess, startSandboxProcess } from '../driver/testing/sandbox-process.ts';
import { openWorlds, VAULT, type Worlds } from '../testing/account-world.ts';

// A real browser: a page load takes its time on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
/** With this password the sandbox asks for a code. */
const CHALLENGED = 'checkpoint';

let worlds: Worlds;
let sandbox: SandboxProcess;
let browser: Browser;

beforeAll(async () => {
  [worlds, sandbox, browser] = await Promise.all([
    openWorlds('human'),
    startSandboxProcess('old'),
    chromium.launch({ executablePath, args: ['--no-sandbox'] }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await sandbox?.stop();
  await worlds?.close();
});

test('a human answers the challenge on the page that was left open, and the session goes on', async () => {
  const { accountId } = await worlds.begin();
  const { email } = await getSecretsOf(worlds.db, accountId);
  const password_sealed = VAULT.seal(CHALLENGED, passwordContext(email));
  await worlds.db.updateTable('account').set({ password_sealed }).execute();
  const pages: Page[] = [];
  const session = worlds.openSession(accountId, async () => {
    const context = await browser.newContext();
    context.on('page', (page) => pages.push(page));
    return await createDriver(context, {
      baseUrl: sandbox.url,
      sessionState: null,
      pacing: { scale: 0 },
      clock: systemClock(),
      random: seededRandom(1),
      timeoutMs: 10_000,
    });
  });

  await expect(session.open()).rejects.toBeInstanceOf(Checkpoint);
  expect(await session.isAnswered()).toBe(false);
  const [page] = pages;
  if (!page) throw new Error('There is no page.');
  expect(new URL(page.url()).pathname).toMatch(/^\/checkpoint\/challenge\//);

  await page.locator('input[name="pin"]').fill('123456');
  // Nothing is sent for the human: a code that stands in its field is not an answer.
  expect(await session.isAnswered()).toBe(false);
  await page.locator('button[type="submit"], #email-pin-submit-button').first().click();
  await vi.waitFor(async () => expect(await session.isAnswered()).toBe(true), { timeout: 20_000 });

  expect((await getSecretsOf(worlds.db, accountId)).sessionSealed).not.toBeNull();
  expect(await session.use((driver) => driver.isLoggedIn())).toBe(true);
  // The password was typed once, before the challenge.
  expect(await getAccount(worlds.db, accountId)).toMatchObject({ loginAt: NOW });
  expect(pages).toHaveLength(1);
  await session.close();
});
