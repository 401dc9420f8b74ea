import { DAY_MS, WEEK_MS } from '@fairlead/shared/domain/limits';
import { Checkpoint, coerceError } from '@fairlead/shared/runtime/errors';
import type { BeforeClick, WriteOutcome } from '../../port.ts';
import type { BatteryVerb } from './table.ts';
import type { BatteryWorld } from './world.ts';

/** What the battery writes; two paragraphs, so that Enter is pressed. */
export const TEXT = 'Good morning,\n\nthe tide tables are here.';

/**
 * Runs a verb and puts what came of it into a few words: the name of the error (a checkpoint with its kind), the
 * state, the kind of the outcome (a limit with its kind, `done already` when it was found done), or `read`,
 * `listed` and `none`, where `listed` is the world's own person.
 */
export async function verdictOf(
  verb: BatteryVerb,
  world: BatteryWorld,
  beforeClick: BeforeClick,
): Promise<Verdict> {
  try {
    const result = await RUN[verb](world, beforeClick);
    return typeof result === 'string' ? { words: result, detail: '' } : result;
  } catch (thrown) {
    const error = coerceError(thrown);
    const words = error instanceof Checkpoint ? `${error.name} ${error.kind}` : error.name;
    return { words, detail: error.message };
  }
}

export interface Verdict {
  words: string;
  /** What a failing test should print: the whole outcome, or the error's text. */
  detail: string;
}

type Run = (world: BatteryWorld, beforeClick: BeforeClick) => Promise<string | Verdict>;

const RUN: Readonly<Record<BatteryVerb, Run>> = {
  login: async ({ driver, credentials }) => {
    await driver.login(credentials);
    return (await driver.isLoggedIn()) ? 'done' : 'not logged in';
  },
  whoAmI: async ({ driver }) => ((await driver.whoAmI()).profile.distance === 'SELF' ? 'read' : 'misread'),
  readProfile: async ({ driver, person }) => {
    const { profile } = await driver.readProfile(person.publicId);
    return profile.urn === person.urn && profile.fullName === person.fullName ? 'read' : 'misread';
  },
  connectionState: ({ driver, person }) => driver.connectionState(person),
  invite: async ({ driver, person }, beforeClick) => verdictOn(await driver.invite(person, beforeClick)),
  withdraw: async ({ driver, person }, beforeClick) => verdictOn(await driver.withdraw(person, beforeClick)),
  sentInvitations: async ({ driver, person }) => {
    const sent = await driver.sentInvitations(WEEK_MS);
    const own = sent.find(({ publicId }) => publicId === person.publicId);
    if (!own) return 'none';
    // Sent two days ago; a language that is not understood counts as just now.
    return own.ageMs === 2 * DAY_MS ? 'listed' : 'listed as new';
  },
  searchPeople: async ({ driver, keywords }) => {
    const { publicIds } = await driver.searchPeople(keywords, 1);
    return publicIds.length > 0 ? 'listed' : 'none';
  },
  sendMessage: async ({ driver, person }, beforeClick) =>
    verdictOn(await driver.sendMessage(person, TEXT, beforeClick)),
  readThread: async ({ driver, person }) =>
    (await driver.readThread(person)).length > 0 ? 'listed' : 'none',
  recentConversations: async ({ driver, person }) => {
    const conversations = await driver.recentConversations();
    return conversations.some(({ name }) => name === person.fullName) ? 'listed' : 'none';
  },
  recentConnections: async ({ driver, person }) => {
    const [newest] = await driver.recentConnections();
    return newest?.urn === person.urn && newest.publicId === person.publicId ? 'listed' : 'none';
  },
};

function verdictOn(outcome: WriteOutcome): Verdict {
  return { words: wordsOf(outcome), detail: JSON.stringify(outcome) };
}

function wordsOf(outcome: WriteOutcome): string {
  if (outcome.kind === 'limit') return `limit ${outcome.limit}`;
  return outcome.kind === 'done' && outcome.evidence.alreadyThere === true ? 'done already' : outcome.kind;
}
