import { systemClock } from '@fairlead/shared/runtime/clock';
import { seededRandom } from '@fairlead/shared/runtime/random';
import { z } from 'zod';
import type { LinkedInBrowser } from '../playwright/browser.ts';
import type { Person } from '../port.ts';
import type { Condition, ContractWorld, PersonKind } from './contract-world.ts';
import { control, type SandboxPerson, type SandboxProcess } from './sandbox-process.ts';

const Journal = z.object({
  invites: z.array(z.object({ account: z.string(), memberId: z.string() })),
  messages: z.array(z.object({ account: z.string(), memberId: z.string(), text: z.string() })),
});

const Renamed = z.object({ slug: z.string() });

let accounts = 0;

/** A world of a fresh account in a running sandbox, seen through a running browser. */
export function sandboxWorld(sandbox: SandboxProcess, browser: LinkedInBrowser): ContractWorld {
  accounts += 1;
  const email = `operator-${accounts}@example.com`;
  const discovered: string[] = [];
  const handedOut = new Set<string>();
  const wanted = (person: Person): SandboxPerson | undefined =>
    sandbox.people.find(({ urn }) => urn === person.urn);
  const journal = async () => Journal.parse(await control(sandbox.url, 'journal'));
  const isOurs = (person: Person) => (row: { account: string; memberId: string }) =>
    row.account === email && person.urn.endsWith(row.memberId);

  return {
    credentials: { email, password: 'sandbox' },
    challenged: { email, password: 'checkpoint' },
    newDriver: (sessionState) =>
      browser.newDriver({
        baseUrl: sandbox.url,
        sessionState,
        pacing: { scale: 0 },
        clock: systemClock(),
        random: seededRandom(1),
        onDiscovered: (publicIds) => discovered.push(...publicIds),
        timeoutMs: 4000,
      }),
    person: (kind) => {
      const found = sandbox.people.find((person) => isOfKind(person, kind) && !handedOut.has(person.urn));
      if (!found) throw new Error(`the sandbox has nobody ${kind} left`);
      handedOut.add(found.urn);
      return { urn: found.urn, publicId: found.publicId, fullName: found.fullName };
    },
    set: async (condition: Condition) => {
      await control(sandbox.url, 'scenario', { scenario: condition, account: email });
    },
    rename: async (person) => {
      const body = { scenario: 'renamed-slug', person: person.publicId };
      return Renamed.parse(await control(sandbox.url, 'scenario', body)).slug;
    },
    accept: async (person) => {
      const advanceHours = (wanted(person)?.acceptAfterHours ?? 0) + 1;
      await control(sandbox.url, 'time', { advanceHours });
    },
    invitesTo: async (person) => (await journal()).invites.filter(isOurs(person)).length,
    messagesTo: async (person) => (await journal()).messages.filter(isOurs(person)).map(({ text }) => text),
    search: { keywords: commonTitle(sandbox.people), beyond: 101 },
    discovered: () => discovered,
    close: async () => {
      await control(sandbox.url, 'reset', {});
    },
  };
}

/** Those who accept, so that any connectable person can be made to. */
function isOfKind(person: SandboxPerson, kind: PersonKind): boolean {
  if (kind === 'private' || kind === 'gone') return person.access === kind;
  if (person.access !== 'open') return false;
  if (kind === 'connected') return person.degree === 1;
  const isInvitable = person.degree > 1 && person.acceptAfterHours !== null;
  return isInvitable && person.followFirst === (kind === 'connect-in-menu');
}

/** The title most people hold: enough of them for several pages. */
function commonTitle(people: readonly SandboxPerson[]): string {
  const counts = new Map<string, number>();
  for (const { title } of people) if (title) counts.set(title, (counts.get(title) ?? 0) + 1);
  const [[title] = ['manager']] = [...counts].sort(([, a], [, b]) => b - a);
  return title;
}
