import { systemClock } from '@fairlead/shared/runtime/clock';
import { seededRandom } from '@fairlead/shared/runtime/random';
import { z } from 'zod';
import type { LinkedInBrowser } from '../../playwright/browser.ts';
import type { Credentials, Person } from '../../port.ts';
import { control, type SandboxPerson, type SandboxProcess } from '../sandbox-process.ts';
import { type Member, openMember } from './sandbox-member.ts';
import type { BatteryCase, Given } from './table.ts';
import { TEXT } from './verdict.ts';
import type { BatteryWorld, OpenBatteryWorld, Truth } from './world.ts';

const Row = z.object({ account: z.string(), memberId: z.string(), text: z.string().optional() });
const Journal = z.object({
  invites: z.array(Row),
  messages: z.array(Row),
  withdrawals: z.array(Row),
});

/** Found by nobody's name: several pages of them. */
const KEYWORDS = 'manager';
/** Long: a busy machine must not change a verdict. Only what never comes is waited for that long. */
const TIMEOUT_MS = 20_000;
/** How many invitations wait besides, where lists come in parts: more than one part. */
const MANY = 14;

/**
 * Opens worlds in a running sandbox, each an account of its own, so that cases do not meet. The session is got
 * over HTTP: only a case about logging in types a password.
 */
export function sandboxBattery(sandbox: SandboxProcess, browser: LinkedInBrowser): OpenBatteryWorld {
  const scopes = sandbox.scopes;
  const invitable = sandbox.people.filter(isPlain);
  let opened = 0;
  return async (test) => {
    opened += 1;
    const credentials = { email: `battery-${opened}@example.com`, password: 'sandbox' };
    // A renamed person is renamed for every account: nobody else may be given them.
    const found = invitable[opened % invitable.length];
    if (!found) throw new Error('the sandbox has nobody to invite');
    const member = await openMember(sandbox.url, credentials);
    await prepare(sandbox, member, test, found);
    await turnOn(sandbox, scopes, test.scenario, credentials, found);
    const driver = await browser.newDriver({
      baseUrl: sandbox.url,
      sessionState: test.verb === 'login' ? null : member.sessionState,
      pacing: { scale: 0 },
      clock: systemClock(),
      random: seededRandom(opened),
      timeoutMs: TIMEOUT_MS,
    });
    const before = await truthOf(sandbox, credentials, found);
    const world: BatteryWorld = {
      driver,
      credentials,
      person: personOf(found),
      keywords: KEYWORDS,
      truth: async () => since(before.own, (await truthOf(sandbox, credentials, found)).own),
      truthOfOthers: async () => (await truthOf(sandbox, credentials, found)).others - before.others,
      close: async () => {
        await driver.close();
        if (scopes.get(test.scenario) === 'guest')
          await control(sandbox.url, 'scenario', { scenario: test.scenario, on: false });
      },
    };
    return world;
  };
}

function isPlain(person: SandboxPerson): boolean {
  return (
    person.access === 'open' && person.degree > 1 && !person.followFirst && person.acceptAfterHours === null
  );
}

/** Nobody a case is about, so nobody renamed. */
function isExtra(person: SandboxPerson): boolean {
  return person.access === 'open' && person.degree > 1 && person.acceptAfterHours !== null;
}

function personOf({ urn, publicId, fullName }: SandboxPerson): Person {
  return { urn, publicId, fullName };
}

async function prepare(
  sandbox: SandboxProcess,
  member: Member,
  { given, scenario }: BatteryCase,
  found: SandboxPerson,
): Promise<void> {
  const { email: account } = member.credentials;
  const set = (name: string, person: SandboxPerson) =>
    control(sandbox.url, 'scenario', { scenario: name, account, person: person.publicId });
  if (given === 'pending') await set('pending', found);
  if (given === 'pending' && (scenario === 'lazy-lists' || scenario === 'late-lists'))
    for (const other of sandbox.people.filter(isExtra).slice(0, MANY)) await set('pending', other);
  if (needsConnection(given)) await set('connected', found);
  if (given === 'thread') await member.write(found.urn, 'An earlier message');
  if (given === 'thread-with-text') await member.write(found.urn, TEXT);
}

function needsConnection(given: Given): boolean {
  return given === 'connected' || given === 'thread' || given === 'thread-with-text';
}

async function turnOn(
  { url }: SandboxProcess,
  scopes: ReadonlyMap<string, string>,
  scenario: string,
  { email }: Credentials,
  { publicId }: SandboxPerson,
): Promise<void> {
  if (scenario === 'ordinary') return;
  const scope = scopes.get(scenario);
  const isEverybodys = EVERYBODYS.has(scenario);
  await control(url, 'scenario', {
    scenario,
    ...(scope === 'guest' ? {} : { account: email }),
    ...((scope === 'person' && !isEverybodys) || (scope === 'moment' && scenario !== 'session-lost')
      ? { person: publicId }
      : {}),
  });
}

/** The front end of lists and search is the account's, and every result may be out of network. */
const EVERYBODYS = new Set(['ember', 'out-of-network']);

async function truthOf(
  { url }: SandboxProcess,
  { email }: Credentials,
  { urn }: SandboxPerson,
): Promise<{ own: Truth; others: number }> {
  const journal = Journal.parse(await control(url, 'journal'));
  const ours = (rows: z.infer<typeof Row>[]) => rows.filter((row) => row.account === email);
  const own = (rows: z.infer<typeof Row>[]) => ours(rows).filter((row) => urn.endsWith(row.memberId));
  const all = [journal.invites, journal.messages, journal.withdrawals];
  const count = (pick: typeof ours): number => all.reduce((sum, rows) => sum + pick(rows).length, 0);
  return {
    own: {
      invites: own(journal.invites).length,
      messages: own(journal.messages).map((row) => row.text ?? ''),
      withdrawals: own(journal.withdrawals).length,
    },
    others: count(ours) - count(own),
  };
}

function since(before: Truth, after: Truth): Truth {
  return {
    invites: after.invites - before.invites,
    messages: after.messages.slice(before.messages.length),
    withdrawals: after.withdrawals - before.withdrawals,
  };
}
