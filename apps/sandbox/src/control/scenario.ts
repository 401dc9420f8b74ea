import { z } from 'zod';
import type { Person } from '../world/person.ts';
import { describeScenario, type OnceEffect, SCENARIO_NAMES } from '../world/scenarios.ts';
import { accountOf, endSessions, renamePerson, type World } from '../world/world.ts';
import { receiveInvite } from '../world/writes.ts';

export const ScenarioBody = z.strictObject({
  scenario: z.enum(SCENARIO_NAMES),
  /** E-mail; absent: every account. */
  account: z.email().optional(),
  /** Current slug; absent: everyone. */
  person: z.string().optional(),
  /** False ends it. */
  on: z.boolean().default(true),
});
type ScenarioBody = z.infer<typeof ScenarioBody>;

/** Turns a scenario on or off, or lets it happen at once. Throws a ZodError when it lacks its person or account. */
export function setScenario(world: World, body: ScenarioBody): Record<string, unknown> {
  const { scenario: name, account, on } = body;
  const person = body.person === undefined ? undefined : requirePerson(world, body.person);
  const { about, once } = describeScenario(name);
  if (once !== undefined) return { scenario: name, about, ...actOnce(world, once, body) };
  const target = {
    ...(account === undefined ? {} : { account: account.toLowerCase() }),
    ...(person === undefined ? {} : { memberId: person.memberId }),
  };
  if (on) world.scenarios.turnOn(name, target);
  else world.scenarios.turnOff(name, target);
  return { scenario: name, about, on };
}

function actOnce(world: World, effect: OnceEffect, body: ScenarioBody): Record<string, unknown> {
  switch (effect) {
    case 'end-sessions':
      endSessions(world, body.account?.toLowerCase());
      return {};
    case 'rename':
      return { slug: renamePerson(world, requirePerson(world, body.person)) };
    case 'invite-us':
      receiveInvite(world, accountOf(world, requireAccount(body)), requirePerson(world, body.person));
      return {};
  }
}

function requirePerson(world: World, slug: string | undefined): Person {
  const person = slug === undefined ? undefined : world.bySlug.get(slug);
  if (!person) throw fault('person', `nobody has the slug "${slug ?? ''}"`);
  return person;
}

function requireAccount({ account }: ScenarioBody): string {
  if (account === undefined) throw fault('account', 'this scenario needs an account');
  return account;
}

function fault(field: string, message: string): z.ZodError {
  return new z.ZodError([{ code: 'custom', path: [field], message, input: undefined }]);
}
