import { getuid } from 'node:process';
import { coerceError } from '@fairlead/shared/runtime/errors';
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

/** One browser process that serves a context per account. One that died is replaced when the next driver is asked for. */
export interface LinkedInBrowser {
  newDriver(options: DriverOptions): Promise<LinkedInDriver>;
  /** Throws when the browser's process is gone and could not be started again. */
  assertStarts(): void;
  /** Ends the process and with it every driver. */
  close(): Promise<void>;
}

/** Starts the browser. Rejects when the executable cannot be started. */
export async function launchBrowser(options: LaunchOptions): Promise<LinkedInBrowser> {
  let browser = await startProcess(options);
  const userAgent = await ownUserAgent(browser);
  let starting: Promise<Browser> | null = null;
  let failure: Error | null = null;

  const connected = async (): Promise<Browser> => {
    if (browser.isConnected()) return browser;
    starting ??= startProcess(options).finally(() => {
      starting = null;
    });
    try {
      browser = await starting;
      failure = null;
      return browser;
    } catch (thrown) {
      failure = coerceError(thrown);
      throw thrown;
    }
  };

  return {
    newDriver: async (driverOptions) =>
      createDriver(await newContext(await connected(), userAgent, driverOptions), driverOptions),
    assertStarts: () => {
      if (failure) throw new Error(`the browser does not start: ${failure.message}`);
    },
    close: () => browser.close(),
  };
}

async function startProcess(options: LaunchOptions): Promise<Browser> {
  const stealth = stealthPlugin();
  // With it page, workers and context.request would tell different user agents.
  stealth.enabledEvasions.delete('user-agent-override');
  const launcher = addExtra(chromium);
  launcher.use(stealth);
  return await launcher.launch({
    executablePath: options.executablePath,
    headless: options.headless,
    ...(options.proxyUrl === undefined ? {} : { proxy: { server: options.proxyUrl } }),
    args: ARGS,
    // The worker ends the browser itself, after the running act and the stored session.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    // Chromium's own sandbox does not start under root.
    chromiumSandbox: getuid?.() !== 0,
  });
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
