import { manualClock } from '@fairlead/shared/runtime/clock';
import { Checkpoint, SessionLost, SkipProfile, Throttled } from '@fairlead/shared/runtime/errors';
import { seededRandom } from '@fairlead/shared/runtime/random';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LinkedInDriver } from '../port.ts';
import { MARA, noInvitation } from '../testing/profile-fixture.ts';
import {
  CONNECT_BUTTON,
  inviteDialog,
  limitAlert,
  MESSAGE_LINK,
  messagingPage,
  PENDING_LINK,
  profilePage,
  SEND_BUTTON,
  sendScript,
} from '../testing/scripted-pages.ts';
import {
  type Answer,
  type ScriptedSite,
  type SiteScript,
  startScriptedSite,
} from '../testing/scripted-site.ts';
import { type LinkedInBrowser, launchBrowser } from './browser.ts';

const allowed = (): Promise<void> => Promise.resolve();

// A real browser: a page load takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const NOW = new Date('2026-10-05T09:00:00Z');
const mara = { urn: MARA, publicId: 'mara-quill', fullName: 'Mara Quill' };

let browser: LinkedInBrowser;
let site: ScriptedSite;
let driver: LinkedInDriver;

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

beforeEach(async () => {
  site.invites = 0;
  site.requests.length = 0;
  driver = await browser.newDriver({
    baseUrl: site.url,
    sessionState: null,
    pacing: { scale: 0 },
    clock: manualClock(NOW),
    random: seededRandom(1),
    timeoutMs: 2500,
  });
});

afterEach(() => driver.close());

/** The profile page as it is until an invitation arrives, and Pending from then on. */
function show(page: Parameters<typeof profilePage>[0], rest: Partial<SiteScript> = {}): void {
  const profile = (): Answer => profilePage(site.invites > 0 ? { actions: PENDING_LINK } : page);
  site.script = { relationship: null, ...rest, pages: { '/in/mara-quill/': profile, ...rest.pages } };
}

const DECOY =
  '<aside><a href="/preload/custom-invite/?vanityName=ola-reef" aria-label="Invite Ola Reef to connect"><span>Connect</span></a><a aria-label="Pending, click to withdraw" href="/in/ola-reef/">Pending</a></aside>';
const ACCEPT_IGNORE =
  '<button aria-label="Aceptar la invitación">Aceptar</button><button aria-label="Ignorar la invitación">Ignorar</button><button>Más</button>';

describe('connectionState, by the page alone', () => {
  it.each([
    ['Connect', { actions: CONNECT_BUTTON }, 'connectable'],
    ['Pending', { actions: PENDING_LINK }, 'pending'],
    ['a visible first degree', { actions: MESSAGE_LINK, degree: '· 1st' }, 'connected'],
    ['a hidden first degree', { actions: MESSAGE_LINK }, 'not-connectable'],
    [
      'Connect and Pending of somebody in the sidebar',
      { actions: MESSAGE_LINK, aside: DECOY },
      'not-connectable',
    ],
    [
      'hidden controls',
      { actions: `<div class="away">${PENDING_LINK}${CONNECT_BUTTON}</div>${MESSAGE_LINK}` },
      'not-connectable',
    ],
    ['Accept and Ignore, in another language', { actions: ACCEPT_IGNORE }, 'incoming'],
    ['nothing known', { actions: '<button>Verbinden</button>' }, 'unavailable'],
    ['the own profile', { actions: '<a href="/in/mara-quill/edit/intro/">Edit</a>' }, 'self'],
  ])('%s', async (_name, page, state) => {
    show(page);
    expect(await driver.connectionState(mara)).toBe(state);
  });

  it('asks Voyager where the page does not decide', async () => {
    show({ actions: MESSAGE_LINK }, { relationship: { connection: {} } });
    expect(await driver.connectionState(mara)).toBe('connected');
  });

  it('skips a page of somebody else under the slug', async () => {
    const stranger = profilePage({ actions: CONNECT_BUTTON }).replaceAll('ACoAAEX1', 'ACoAASTRANGER');
    show({ actions: '' }, { pages: { '/in/mara-quill/': stranger } });
    await expect(driver.connectionState(mara)).rejects.toBeInstanceOf(SkipProfile);
  });
});

it('reports the people that pages link to, whatever page it opens', async () => {
  const found: string[] = [];
  const looking = await browser.newDriver({
    baseUrl: site.url,
    sessionState: null,
    pacing: { scale: 0 },
    clock: manualClock(NOW),
    random: seededRandom(1),
    timeoutMs: 2500,
    onDiscovered: (publicIds) => void found.push(...publicIds),
  });
  const linking = (slug: string): string => `<a href="/in/${slug}/?trk=x">Somebody</a>`;
  show({ actions: MESSAGE_LINK, degree: '· 1st', aside: linking('beside-a-profile') });
  await looking.connectionState(mara);
  expect(found).toContain('beside-a-profile');
  site.script = { pages: { '/messaging/compose/': messagingPage({ extra: linking('beside-a-thread') }) } };
  await looking.readThread(mara);
  expect(found).toContain('beside-a-thread');
  await looking.close();
});

it('asks Voyager from inside the open page of the site, with its cookies', async () => {
  site.script = { pages: { '/feed/': '<main>Feed</main>' }, relationship: noInvitation() };
  expect((await driver.readProfile('mara-quill')).profile).toMatchObject({ urn: MARA });
  const [asked] = site.requests.filter(({ path }) => path.startsWith('/voyager/'));
  expect(asked).toMatchObject({
    path: expect.stringContaining('/identity/dash/profiles?'),
    from: 'same-origin',
    cookie: expect.stringContaining('JSESSIONID'),
  });
});

const IN_PAGE = `${sendScript('showPending()')}function connect(){show(${JSON.stringify(inviteDialog())})}`;
const IN_NATIVE_DIALOG = `${sendScript('showPending()')}function connect(){show(${JSON.stringify(`<dialog open data-testid="dialog">${SEND_BUTTON}</dialog>`)})}`;
const IN_SHADOW_ROOT = `${sendScript('showPending();outlet.innerHTML=""')}const outlet=document.querySelector('#interop-outlet').attachShadow({mode:'open'});function connect(){outlet.innerHTML=${JSON.stringify(inviteDialog())}}`;
const IN_IFRAME = `function connect(){show('<iframe data-testid="interop-iframe" src="/preload/custom-invite/?vanityName=mara-quill"></iframe>')}`;
const IFRAME_PAGE = `<body>${inviteDialog()}<script>${sendScript('document.body.innerHTML=""')}</script></body>`;

describe('invite, wherever the dialog is', () => {
  it.each([
    ['in the page', IN_PAGE],
    ['a native dialog', IN_NATIVE_DIALOG],
    ['in the shadow root', IN_SHADOW_ROOT],
    ['in an iframe', IN_IFRAME],
    ['nowhere: one click sends', sendScript('showPending()').replace('send()', 'connect()')],
  ])('%s', async (_name, script) => {
    show({ actions: CONNECT_BUTTON, script }, { pages: { '/preload/custom-invite/': IFRAME_PAGE } });
    expect(await driver.invite(mara, allowed)).toMatchObject({ kind: 'done' });
    expect(site.invites).toBe(1);
  });
});

function connectShows(dialog: string): string {
  return `${sendScript('showPending()')}function connect(){show(${JSON.stringify(dialog)})}`;
}

describe('invite, when it does not come to that', () => {
  const gate = inviteDialog(
    SEND_BUTTON.replace('<button', '<button disabled'),
    '<input type="email" id="email">',
  );
  const premium =
    '<dialog open><p>No free notes left</p><a href="/premium/products/">Try Premium</a></dialog>';

  it.each([
    ['an e-mail gate', connectShows(gate), { kind: 'refused', reason: 'e-mail required' }],
    ['an offer of Premium', connectShows(premium), { kind: 'refused' }],
    [
      'the weekly limit at once',
      connectShows(limitAlert('You’ve reached the weekly invitation limit')),
      { kind: 'limit' },
    ],
    ['nothing at all', 'function connect(){}', { kind: 'unknown' }],
    [
      'a dialog that only closes',
      `${connectShows(inviteDialog())}send=()=>portal.replaceChildren()`,
      { kind: 'unknown' },
    ],
  ])('%s', async (_name, script, outcome) => {
    show({ actions: CONNECT_BUTTON, script });
    expect(await driver.invite(mara, allowed)).toMatchObject(outcome);
    expect(site.invites).toBe(0);
  });

  it('is not taken in by a Pending that a reload takes back', async () => {
    show(
      { actions: CONNECT_BUTTON, script: IN_PAGE },
      { inviteAnswer: { status: 429, code: 'FUSE_LIMIT_EXCEEDED' } },
    );
    expect(await driver.invite(mara, allowed)).toMatchObject({ kind: 'limit', reason: expect.any(String) });
  });

  it('is not taken in by a limit dialog that only warns', async () => {
    const alert = limitAlert('You’re close to the weekly invitation limit');
    const script = `${sendScript(`show(${JSON.stringify(alert)})`)}function connect(){show(${JSON.stringify(inviteDialog())})}`;
    show({ actions: CONNECT_BUTTON, script });
    expect(await driver.invite(mara, allowed)).toMatchObject({ kind: 'done' });
  });

  it.each([
    ['the page shows another name', { actions: CONNECT_BUTTON, script: IN_PAGE, name: 'Mara Quillon' }],
    [
      'Connect is labelled for another name',
      { actions: CONNECT_BUTTON.replace('Mara Quill', 'Ola Reef'), script: IN_PAGE },
    ],
    [
      'Connect leads to another slug',
      {
        actions: '<a href="/preload/custom-invite/?vanityName=ola-reef"><span>Connect</span></a>',
        script: IN_PAGE,
      },
    ],
  ])('clicks nothing when %s', async (_name, page) => {
    show(page);
    expect(await driver.invite(mara, allowed)).toMatchObject({ kind: 'no-control' });
    expect(site.invites).toBe(0);
  });

  it('clicks nothing when Voyager knows of an invitation the page does not show', async () => {
    const relationship = noInvitation();
    relationship.noConnection = {
      memberDistance: 'DISTANCE_2',
      invitationUnion: { '*invitation': 'urn:li:fsd_invitation:1' },
    };
    show({ actions: CONNECT_BUTTON, script: IN_PAGE }, { relationship });
    expect(await driver.invite(mara, allowed)).toMatchObject({
      kind: 'done',
      evidence: { alreadyThere: true },
    });
    expect(site.invites).toBe(0);
  });
});

describe('sendMessage', () => {
  const text = 'Good morning,\n\nthe tide tables are here.';

  it.each([
    ['sends and finds the message in the thread', {}, { kind: 'done' }, 1],
    ['replaces a draft', { draft: 'Dear' }, { kind: 'done' }, 1],
    ['reports an error toast', { onSend: 'toast()' }, { kind: 'refused', reason: 'Not sent.' }, 0],
    ['does not trust a composer that only empties', { onSend: 'box.innerHTML=""' }, { kind: 'unknown' }, 0],
    ['does not write InMail', { extra: '<input name="subject">' }, { kind: 'no-control' }, 0],
    ['does not write to somebody else', { recipient: 'Ola Reef' }, { kind: 'no-control' }, 0],
  ])('%s', async (_name, page, outcome, sent) => {
    site.script = { pages: { '/messaging/compose/': messagingPage(page) } };
    expect(await driver.sendMessage(mara, text, allowed)).toMatchObject(outcome);
    site.script = { pages: { '/messaging/compose/': messagingPage({}) } };
    expect((await driver.readThread(mara)).map((message) => message.text)).toEqual(Array(sent).fill(text));
  });
});

describe('walls', () => {
  const LOGIN_REFUSED = '/checkpoint/lg/login?errorKey=challenge_global_internal_error';

  it.each<[string, Answer, new (...args: never[]) => Error, object]>([
    [
      '999',
      { status: 999, html: '<script>1</script>' },
      Throttled,
      { retryAt: new Date('2026-10-06T09:00:00Z') },
    ],
    ['a page that asks to slow down', '<h1>Too many requests</h1>', Throttled, {}],
    ['redirects without end', { redirect: '/in/mara-quill/' }, SessionLost, {}],
    ['the authwall', { redirect: '/authwall?sessionRedirect=%2Ffeed%2F' }, SessionLost, {}],
    ['the old page of the missing', { redirect: '/in/unavailable/' }, SkipProfile, {}],
    ['a refusal of the browser', { redirect: LOGIN_REFUSED }, Checkpoint, { kind: 'bot-refusal' }],
    ['a captcha', { redirect: '/checkpoint/challenge/x' }, Checkpoint, { kind: 'captcha' }],
    ['a restriction', { redirect: '/checkpoint/restricted' }, Checkpoint, { kind: 'restricted' }],
  ])('%s', async (_name, page, error, facts) => {
    show(
      { actions: '' },
      {
        pages: {
          '/in/mara-quill/': page,
          '/authwall': '<h1>Join</h1>',
          '/in/unavailable/': '<h1>Gone</h1>',
          '/checkpoint/lg/login': '<h1>Sign in</h1>',
          '/checkpoint/challenge/x': '<h1>Check</h1><form id="captcha-challenge"></form>',
          '/checkpoint/restricted': '<p>Your account is temporarily restricted.</p>',
        },
      },
    );
    const thrown = await driver.connectionState(mara).catch((caught: unknown) => caught);
    expect(thrown).toBeInstanceOf(error);
    expect(thrown).toMatchObject(facts);
  });
});
