import { createHash } from 'node:crypto';
import type { Database } from '@fairlead/db/database';
import { recordEvent } from '@fairlead/db/repositories/events';
import {
  beginLetter,
  confirmLetter,
  type DueLetter,
  defaultNewsletterToYes,
  failLetter,
  lettersDue,
  undecidedAccounts,
} from '@fairlead/db/repositories/newsletter';
import { DAY_MS, HOUR_MS } from '@fairlead/shared/domain/limits';
import { newsletterChoice } from '@fairlead/shared/domain/newsletter';
import type { Clock } from '@fairlead/shared/runtime/clock';
import type { PostLetter } from './port.ts';

export interface NewsletterDeps {
  db: Database;
  clock: Clock;
  /** Null when no endpoint is configured: then nothing is ever sent. */
  post: PostLetter | null;
  /** Whether accounts outside opt-in countries default to yes. */
  defaultToYes: boolean;
}

const FIRST_RETRY_MS = HOUR_MS / 4;
const MAX_ATTEMPTS = 10;

/**
 * Tells the newsletter's endpoint of every account that wants something else than it was told. What is sent is written
 * down before and after, so that a crash in between repeats the same letter under the same key, and nothing else.
 */
export async function sweepNewsletter(deps: NewsletterDeps): Promise<void> {
  const { db, clock, post } = deps;
  if (!post) return;
  if (deps.defaultToYes) await applyDefaults(db, clock);
  for (const letter of await lettersDue(db, clock.now())) await send(letter, post, deps);
}

async function applyDefaults(db: Database, clock: Clock): Promise<void> {
  for (const { accountId, stored, countries } of await undecidedAccounts(db)) {
    const facts = { countries, stored, isDecided: false, defaultToYes: true };
    if (newsletterChoice(facts).applyDefault) await defaultNewsletterToYes(db, accountId, clock.now());
  }
}

async function send(letter: DueLetter, post: PostLetter, { db, clock }: NewsletterDeps): Promise<void> {
  const { accountId, email, wanted } = letter;
  const now = clock.now();
  const begun = await beginLetter(db, letter, new Date(now.getTime() + FIRST_RETRY_MS), now);
  if (!begun) return;
  const outcome = await post({ email, subscribed: wanted }, keyOf(letter, begun.turn));
  if (outcome.kind === 'taken') {
    await confirmLetter(db, accountId, begun.turn, clock.now());
    const kind = wanted ? 'newsletter.subscribed' : 'newsletter.unsubscribed';
    await recordEvent(db, { kind, accountId }, clock.now());
    return;
  }
  const isOver = outcome.kind === 'refused' || begun.attempts >= MAX_ATTEMPTS;
  const tryAfter = isOver ? null : new Date(clock.now().getTime() + retryMs(begun.attempts));
  await failLetter(db, accountId, begun.turn, `The newsletter's endpoint: ${outcome.reason}.`, tryAfter);
}

/** A quarter of an hour, doubled with every attempt, at most a day. */
const retryMs = (attempts: number): number => Math.min(DAY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1));

/** The same for every attempt of one letter, another for every other. */
function keyOf({ email, wanted }: DueLetter, turn: number): string {
  return createHash('sha256').update(`${email} ${wanted} ${turn}`).digest('hex').slice(0, 32);
}
