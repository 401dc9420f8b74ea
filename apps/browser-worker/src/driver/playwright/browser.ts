import { getuid } from 'node:process';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { addExtra } from 'playwright-extra';
import stealthPlugin from 'puppeteer-extra-plugin-stealth';
import type { LinkedInDriver } from '../port.ts';
import { createDriver } from './context-driver.ts';
import type { DriverOptions, LaunchOptions } from './options.ts';
import { restorableState } from './session-state.ts';

/** Facts: stack.md, "Browser". */
const ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** LinkedIn's labels follow this; the selectors' textual fallbacks are English. */
const LOCALE = 'en-US';

/** One browser process that serves a context per account. */
export interface LinkedInBrowser {
  newDriver(options: DriverOptions): Promise<LinkedInDriver>;
  /** Throws when the browser's process is gone: only a new one helps. */
  assertConnected(): void;
  /** Ends the process and with it every driver. */
  close(): Promise<void>;
}

/** Starts the browser. Rejects when the executable cannot be started. */
export async function launchBrowser(options: LaunchOptions): Promise<LinkedInBrowser> {
  const stealth = stealthPlugin();
  // With it page, workers and context.request would tell different user agents.
  stealth.enabledEvasions.delete('user-agent-override');
  const launcher = addExtra(chromium);
  launcher.use(stealth);
  const browser = await launcher.launch({
    executablePath: options.executablePath,
    headless: options.headless,
    args: ARGS,
    // The worker ends the browser itself, after the running act and the stored session.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    // Chromium's own sandbox does not start under root.
    chromiumSandbox: getuid?.() !== 0,
  });
  const userAgent = await ownUserAgent(browser);
  return {
    newDriver: async (driverOptions) =>
      createDriver(await newContext(browser, userAgent, driverOptions), driverOptions),
    assertConnected: () => {
      if (!browser.isConnected()) throw new Error('the browser is gone');
    },
    close: () => browser.close(),
  };
}

/** The browser's real user agent, without the word that gives a headless one away. */
async function ownUserAgent(browser: Browser): Promise<string> {
  const page = await browser.newPage();
  const userAgent = await page.evaluate<string>('navigator.userAgent');
  await page.close();
  return userAgent.replace('HeadlessChrome', 'Chrome');
}

function newContext(browser: Browser, userAgent: string, options: DriverOptions): Promise<BrowserContext> {
  return browser.newContext({
    locale: LOCALE,
    userAgent,
    ...(options.timezone === undefined ? {} : { timezoneId: options.timezone }),
    ...(options.sessionState === null ? {} : { storageState: restorableState(options.sessionState) }),
  });
}
