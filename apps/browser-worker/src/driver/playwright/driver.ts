import type { LinkedInDriver } from '../port.ts';
import { launchBrowser } from './browser.ts';
import type { DriverOptions, LaunchOptions } from './options.ts';

/** A driver with a browser process of its own, which ends with it. */
export async function createPlaywrightDriver(
  options: LaunchOptions & DriverOptions,
): Promise<LinkedInDriver> {
  const browser = await launchBrowser(options);
  try {
    const driver = await browser.newDriver(options);
    return { ...driver, close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
