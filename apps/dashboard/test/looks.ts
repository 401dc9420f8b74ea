import type { Browser, BrowserContext, Page } from 'playwright-core';
import { PASSWORD } from './seed.ts';

/** The ways in which every page is looked at. */
export const LOOKS = [
  { size: 'desktop', scheme: 'light' },
  { size: 'desktop', scheme: 'dark' },
  { size: 'phone', scheme: 'light' },
  { size: 'phone', scheme: 'dark' },
] as const;
export type Look = (typeof LOOKS)[number];

const SIZES = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

export function openLook(browser: Browser, { size, scheme }: Look): Promise<BrowserContext> {
  return browser.newContext({
    viewport: SIZES[size],
    colorScheme: scheme,
    reducedMotion: 'reduce',
    isMobile: size === 'phone',
    hasTouch: size === 'phone',
    deviceScaleFactor: size === 'phone' ? 2 : 1,
  });
}

/** Signs in as the user that the seed's password belongs to. */
export async function signIn(page: Page, url: string, name: string): Promise<void> {
  await page.goto(new URL('/login', url).href);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((address) => address.pathname === '/');
}

/** Opens a page and waits until it stands: what scripts draw included. */
export async function visit(page: Page, url: string, path: string): Promise<void> {
  await page.goto(new URL(path, url).href);
  await page.locator('main, #root > *').first().waitFor();
  if (path === '/queues')
    await page
      .getByText(/\d Jobs?$/)
      .first()
      .waitFor();
}
