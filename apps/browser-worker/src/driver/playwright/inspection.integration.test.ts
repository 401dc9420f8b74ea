import { manualClock } from '@fairlead/shared/runtime/clock';
import { PageHung } from '@fairlead/shared/runtime/errors';
import { createLogger } from '@fairlead/shared/runtime/logger';
import { seededRandom } from '@fairlead/shared/runtime/random';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { withDeadlines } from '../deadlines.ts';
import type { PageEvidence } from '../inspection.ts';
import type { LinkedInDriver } from '../port.ts';
import { type ScriptedSite, startScriptedSite } from '../testing/scripted-site.ts';
import { type LinkedInBrowser, launchBrowser } from './browser.ts';

// A real browser: a page load takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const clock = manualClock(new Date('2026-10-05T09:00:00Z'));

let browser: LinkedInBrowser;
let site: ScriptedSite;

beforeAll(async () => {
  [browser, site] = await Promise.all([
    launchBrowser({ executablePath, headless: true }),
    startScriptedSite(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

function newDriver(scale = 0): Promise<LinkedInDriver> {
  return browser.newDriver({
    baseUrl: site.url,
    sessionState: null,
    pacing: { scale },
    clock,
    random: seededRandom(1),
    timeoutMs: 5000,
  });
}

/** A driver whose page shows what the site shows at `/feed/`. */
async function onFeed(feed: string | { redirect: string }, pages: Record<string, string> = {}) {
  site.script = { pages: { '/feed/': feed, ...pages } };
  const driver = await newDriver();
  await driver.isLoggedIn().catch(() => false);
  return driver;
}

describe('a page that was left to a human', () => {
  test.each([
    ['a member’s page', '<main></main><nav data-testid="primary-nav">Home</nav>', true],
    ['a page of the old front end', '<div id="global-nav">Home</div>', true],
    ['a page with nothing of a member’s', '<main><h1>Let’s do a quick security check</h1></main>', false],
    ['a challenge', { redirect: '/checkpoint/challenge/AgE' }, false],
    ['the login form', { redirect: '/login' }, false],
  ])('tells by itself whether it is %s', async (_what, feed, shown) => {
    const nav = '<nav data-testid="primary-nav">Home</nav>';
    const driver = await onFeed(feed, { '/checkpoint/challenge/AgE': nav, '/login': nav });
    const pages = () => site.requests.filter(({ path }) => path !== '/favicon.ico').length;
    const before = pages();
    expect(await driver.showsMember()).toBe(shown);
    expect(pages()).toBe(before);
    await driver.close();
  });
});

/** Somebody’s page, with their name wherever a page can carry one. */
const pageOf = (first: string, last: string): string => `<!doctype html><html lang="en"><head>
<title>${first} ${last} | LinkedIn</title><style>.sign::before{content:attr(data-name)}</style></head><body>
<main id="${last}"><section componentkey="ref${last}Topcard"><a href="/in/${first}-${last}/"><h2>${first} ${last}</h2></a>
<p class="sign" data-name="${first}">· 2nd</p><img alt="${last}" src="/photo/${last}.png">
<button aria-label="Invite ${first} ${last} to connect"><span>Connect</span></button>
<input value="${first}" placeholder="${last}"><svg width="200" height="20"><text y="15">${last}</text></svg></section></main>
<div id="outlet"></div><iframe src="/preload/${first}" width="300" height="60"></iframe>
<script>outlet.attachShadow({mode:'open'}).innerHTML='<p>${first} ${last}</p>'</script></body></html>`;

async function evidenceOf(first: string, last: string): Promise<PageEvidence> {
  const driver = await onFeed(pageOf(first, last), { [`/preload/${first}`]: `<p>${last}</p>` });
  const evidence = await driver.captureEvidence();
  await driver.close();
  return evidence;
}

describe('evidence', () => {
  test('keeps the form of the page and what its controls say', async () => {
    const { page, accessibility, dom } = await evidenceOf('Mara', 'Quill');
    expect(page).toBe('/feed/');
    expect(accessibility).toContain('button "Invite xxx xxx to connect"');
    expect(dom).toContain('<button aria-label="Invite xxx xxx to connect">');
    expect(dom).toContain('#shadow-root');
    expect(dom).toContain('frame /preload/xxx');
  });

  test('names nobody: not in texts, addresses, ids, attributes, shadow roots or frames', async () => {
    const { accessibility, dom } = await evidenceOf('Mara', 'Quill');
    expect(`${accessibility}\n${dom}`).not.toMatch(/mara|quill/i);
  });

  test('shows nobody: the pictures of two people are the same picture', async () => {
    const [mara, tove, longer] = [
      await evidenceOf('Mara', 'Quill'),
      await evidenceOf('Tove', 'Brand'),
      await evidenceOf('Bartholomew', 'Featherstone'),
    ];
    expect(mara.screenshot?.length).toBeGreaterThan(1000);
    expect(mara.screenshot?.equals(tove.screenshot ?? Buffer.alloc(0))).toBe(true);
    // It is a picture of the page all the same.
    expect(mara.screenshot?.equals(longer.screenshot ?? Buffer.alloc(0))).toBe(false);
  });
});

describe('the wheel', () => {
  const PROFILE = `<main style="height:400px;overflow:auto"><section id="xTopcard" style="height:3000px"><h2>Mara</h2></section></main>
<script>document.querySelector('main').addEventListener('wheel',e=>fetch('/wheel?'+e.deltaY))</script>`;
  const turns = (): number[] =>
    site.requests.filter(({ path }) => path.startsWith('/wheel')).map(({ path }) => Number(path.slice(7)));
  const person = { urn: 'urn:li:fsd_profile:ACoAAEX1', publicId: 'mara-quill', fullName: 'Mara Quill' };

  test('is turned over main, down and back up', async () => {
    site.script = { pages: { '/in/mara-quill/': PROFILE } };
    site.requests.length = 0;
    const driver = await newDriver(1);
    await driver.connectionState(person);
    await driver.close();
    const down = turns().filter((px) => px > 0);
    expect(down.length).toBeGreaterThanOrEqual(2);
    expect(new Set(down).size).toBe(down.length);
    expect(turns().reduce((sum, px) => sum + px, 0)).toBe(0);
  });

  test('rests where no person need be imitated', async () => {
    site.requests.length = 0;
    const driver = await newDriver(0);
    await driver.connectionState(person);
    await driver.close();
    expect(turns()).toEqual([]);
  });
});

test('a page that is busy for ever is killed at the deadline, and the next one works', async () => {
  const log = createLogger({ service: 'test', level: 'silent' });
  const busy = '<nav id="global-nav">x</nav><script>setTimeout(()=>{for(;;);},200)</script>';
  const limited = withDeadlines(await onFeed(busy), { verbMs: 1_500, keyMs: 0 }, clock, log);
  await expect(
    (async () => {
      for (;;) await limited.showsMember();
    })(),
  ).rejects.toBeInstanceOf(PageHung);
  expect(limited.isGone()).toBe(true);
  const next = await onFeed('<nav id="global-nav">x</nav>');
  expect(await next.showsMember()).toBe(true);
  await next.close();
});
