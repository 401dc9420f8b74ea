import { Checkpoint, SessionLost } from '@fairlead/shared/runtime/errors';
import type { Credentials } from '../../port.ts';
import { classifyPage } from '../classify-page.ts';
import { findVisible, pollFor, readText } from '../locate.ts';
import { LOGIN } from '../selectors.ts';
import type { Tab } from '../tab.ts';
import { refuseWalls } from '../walls.ts';

/** True when the feed answers with itself. A login page or an authwall is false; a challenge throws Checkpoint. */
export async function isLoggedIn(tab: Tab): Promise<boolean> {
  const kind = await tab.open('/feed/');
  if (kind === 'checkpoint') await refuseWalls(tab.page, tab.clock);
  if (kind === 'feed') await tab.reportLinks();
  return kind === 'feed';
}

/**
 * Fills in whichever login form is shown and submits it once; never a second time, whatever comes back.
 * Throws SessionLost with LinkedIn's text for a wrong password, Checkpoint when a human is wanted.
 */
export async function login(tab: Tab, credentials: Credentials): Promise<void> {
  const kind = await tab.open('/login');
  if (kind === 'feed') return;
  if (kind === 'checkpoint') await refuseWalls(tab.page, tab.clock);
  await clickIfShown(tab, LOGIN.denyCookies);
  if (!(await findVisible(tab.page, LOGIN.password))) await clickIfShown(tab, LOGIN.anotherAccount);
  await fill(tab, LOGIN.email, credentials.email);
  await fill(tab, LOGIN.password, credentials.password);
  const submit = await findVisible(tab.page, LOGIN.submit);
  if (!submit) throw new Error('the login form has no visible submit button');
  await tab.click(submit);
  await awaitVerdict(tab);
}

async function clickIfShown(tab: Tab, selectors: readonly string[]): Promise<void> {
  const control = await findVisible(tab.page, selectors);
  if (control) await tab.click(control);
}

async function fill(tab: Tab, selectors: readonly string[], text: string): Promise<void> {
  const field = await pollFor(tab.page, tab.timeoutMs, () => findVisible(tab.page, selectors));
  if (!field) throw new Error('the login form has no visible field of this kind');
  await tab.click(field);
  await field.fill('');
  await tab.typeKeys(text);
}

async function awaitVerdict(tab: Tab): Promise<void> {
  const verdict = await pollFor(tab.page, tab.timeoutMs, () => readVerdict(tab).catch(() => null));
  if (verdict?.kind === 'in') return;
  if (verdict?.kind === 'refused') throw new SessionLost(verdict.text);
  if (verdict?.kind === 'agreement')
    throw new Checkpoint('LinkedIn asks the owner to agree to something', 'agreement');
  await refuseWalls(tab.page, tab.clock);
  throw new Error(`the login led to ${new URL(tab.page.url()).pathname}`);
}

type Verdict = { kind: 'in' } | { kind: 'wall' } | { kind: 'agreement' } | { kind: 'refused'; text: string };

/** Null while nothing is decided, also while the page is being replaced. */
async function readVerdict(tab: Tab): Promise<Verdict | null> {
  const kind = classifyPage(tab.page.url());
  if (kind === 'feed') return { kind: 'in' };
  if (kind === 'checkpoint') {
    await tab.page.waitForLoadState('domcontentloaded');
    return { kind: 'wall' };
  }
  if (await findVisible(tab.page, LOGIN.agreement)) return { kind: 'agreement' };
  const error = await findVisible(tab.page, LOGIN.error);
  if (error) return { kind: 'refused', text: await readText(error) };
  // Anything else than a login page, e.g. a page asked for before, is the inside.
  return kind === 'login' || kind === 'authwall' ? null : { kind: 'in' };
}
