import { z } from 'zod';
import type { Person } from '../world/person.ts';
import type { ActiveScenario, ScenarioTarget } from '../world/scenarios/active.ts';
import type { OnceEffect, Scenario } from '../world/scenarios/scenario.ts';
import { describeScenario, SCENARIO_NAMES, type ScenarioName } from '../world/scenarios/table.ts';
import { accountOf, endSessions, renamePerson, type World } from '../world/world.ts';
import { connectBoth, inviteByHand, receiveInvite } from '../world/writes.ts';

export const ScenarioBody = z.strictObject({
  scenario: z.enum(SCENARIO_NAMES, {
    error: ({ input }) => `there is no switch "${String(input)}"; GET /__sandbox/scenarios lists them`,
  }),
  /** E-mail; absent: every account. */
  account: z.email().optional(),
  /** Current slug; absent: everyone. */
  person: z.string().optional(),
  /** Share of the people, or of the requests; see `ScenarioTarget`. Absent: all. */
  probability: z.number().min(0).max(1).optional(),
  /** False ends it. */
  on: z.boolean().default(true),
});
type ScenarioBody = z.infer<typeof ScenarioBody>;

/** Turns a switch on or off, or lets it act at once. Throws a ZodError that names the switch when its target does not fit. */
export function setScenario(world: World, body: ScenarioBody): Record<string, unknown> {
  const { scenario: name, on } = body;
  const scenario = describeScenario(name);
  const { about } = scenario;
  assertFits(body, scenario);
  if (scenario.once !== undefined) return { scenario: name, about, ...actOnce(world, scenario.once, body) };
  const target = targetOf(world, body);
  if (on) world.scenarios.turnOn(name, target);
  else world.scenarios.turnOff(name, target);
  return { scenario: name, about, on };
}

/** A switch as the control page and tests see it. */
export interface SwitchView extends Pick<Scenario, 'about' | 'facts' | 'scope'> {
  name: ScenarioName;
  /** Where it is on, people by their slug. */
  on: readonly { account?: string; person?: string; probability?: number }[];
}

export function listSwitches(world: World): SwitchView[] {
  const active = world.scenarios.list();
  return SCENARIO_NAMES.map((name) => {
    const { about, facts, scope } = describeScenario(name);
    const rows = active.filter((row) => row.name === name);
    return { name, about, facts, scope, on: rows.map((row) => viewTarget(world, row)) };
  });
}

function viewTarget(world: World, { target }: ActiveScenario): SwitchView['on'][number] {
  const { account, memberId, probability } = target;
  const person = memberId === undefined ? undefined : world.byMemberId.get(memberId)?.slug;
  return {
    ...(account === undefined ? {} : { account }),
    ...(person === undefined ? {} : { person }),
    ...(probability === undefined ? {} : { probability }),
  };
}

/** Guests have no account, and what concerns a whole account cannot be limited to a person. */
function assertFits({ scenario, account, person, probability, on }: ScenarioBody, { scope }: Scenario): void {
  if (scope === 'guest' && account !== undefined) throw fault(scenario, 'account', 'it concerns guests');
  if ((scope === 'guest' || scope === 'account') && person !== undefined)
    throw fault(scenario, 'person', 'it cannot be limited to a person');
  if (scope === 'moment' && probability !== undefined)
    throw fault(scenario, 'probability', 'it acts at once, when it is set');
  if (scope === 'moment' && !on) throw fault(scenario, 'on', 'it acted at once and cannot be turned off');
}

function targetOf(world: World, { scenario, account, person, probability }: ScenarioBody): ScenarioTarget {
  return {
    ...(account === undefined ? {} : { account: account.toLowerCase() }),
    ...(person === undefined ? {} : { memberId: requirePerson(world, scenario, person).memberId }),
    ...(probability === undefined ? {} : { probability }),
  };
}

function actOnce(world: World, effect: OnceEffect, body: ScenarioBody): Record<string, unknown> {
  const { scenario } = body;
  if (effect === 'end-sessions') {
    endSessions(world, body.account?.toLowerCase());
    return {};
  }
  const person = requirePerson(world, scenario, body.person);
  if (effect === 'rename') return { slug: renamePerson(world, person) };
  if (body.account === undefined) throw fault(scenario, 'account', 'it needs an account');
  const account = accountOf(world, body.account);
  ({ 'invite-us': receiveInvite, 'invited-by-hand': inviteByHand, connect: connectBoth })[effect](
    world,
    account,
    person,
  );
  return {};
}

function requirePerson(world: World, scenario: ScenarioName, slug: string | undefined): Person {
  if (slug === undefined) throw fault(scenario, 'person', 'it needs a person');
  const person = world.bySlug.get(slug);
  if (!person) throw fault(scenario, 'person', `nobody has the slug "${slug}"`);
  return person;
}

function fault(scenario: ScenarioName, field: string, message: string): z.ZodError {
  const named = `switch "${scenario}": ${message}`;
  return new z.ZodError([{ code: 'custom', path: [field], message: named, input: undefined }]);
}
