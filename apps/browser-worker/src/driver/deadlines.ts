import type { Clock } from '@fairlead/shared/runtime/clock';
import { coerceError, PageHung } from '@fairlead/shared/runtime/errors';
import type { Logger } from '@fairlead/shared/runtime/logger';
import { withTimeout } from '@fairlead/shared/runtime/timeout';
import type { LinkedInDriver } from './port.ts';

/** Real milliseconds. */
export interface Deadlines {
  /** Of one verb, whatever it does. */
  verbMs: number;
  /** Besides, for each key it types. */
  keyMs: number;
}

export const DEFAULT_DEADLINES: Deadlines = { verbMs: 180_000, keyMs: 400 };

/** Closing takes a moment; a browser that does not even close must not be waited for. */
const CLOSE_MS = 10_000;
/** A job whose page was killed starts over after so long, on our clock. */
const START_OVER_AFTER_MS = 60_000;

/**
 * The driver, each of whose verbs ends. One that does not in time loses its page: the driver is gone, the verb
 * rejects with `PageHung`, and whatever the old page still meant to do it cannot do any more.
 */
export function withDeadlines(
  driver: LinkedInDriver,
  { verbMs, keyMs }: Deadlines,
  clock: Clock,
  log: Logger,
): LinkedInDriver {
  let killed = false;

  const kill = (verb: string, ms: number): PageHung => {
    killed = true;
    log.warn({ verb, ms }, 'the page does not answer and is closed');
    driver
      .close()
      .catch((thrown: unknown) => log.warn({ err: coerceError(thrown) }, 'a page that hung did not close'));
    const retryAt = new Date(clock.now().getTime() + START_OVER_AFTER_MS);
    return new PageHung(`${verb} took longer than ${ms / 1_000} s`, retryAt);
  };
  const limit = <T>(verb: keyof LinkedInDriver, work: () => Promise<T>, keys = 0): Promise<T> => {
    const ms = verbMs + keys * keyMs;
    return withTimeout(work(), ms, () => kill(verb, ms));
  };

  return {
    isGone: () => killed || driver.isGone(),
    isLoggedIn: () => limit('isLoggedIn', () => driver.isLoggedIn()),
    login: (credentials) =>
      limit('login', () => driver.login(credentials), credentials.email.length + credentials.password.length),
    whoAmI: () => limit('whoAmI', () => driver.whoAmI()),
    readProfile: (publicId) => limit('readProfile', () => driver.readProfile(publicId)),
    connectionState: (person) => limit('connectionState', () => driver.connectionState(person)),
    invite: (person, beforeClick) => limit('invite', () => driver.invite(person, beforeClick)),
    withdraw: (person, beforeClick) => limit('withdraw', () => driver.withdraw(person, beforeClick)),
    sentInvitations: (maxAgeMs) => limit('sentInvitations', () => driver.sentInvitations(maxAgeMs)),
    recentConversations: () => limit('recentConversations', () => driver.recentConversations()),
    recentConnections: () => limit('recentConnections', () => driver.recentConnections()),
    searchPeople: (keywords, page) => limit('searchPeople', () => driver.searchPeople(keywords, page)),
    readThread: (person) => limit('readThread', () => driver.readThread(person)),
    sendMessage: (person, text, beforeClick) =>
      limit('sendMessage', () => driver.sendMessage(person, text, beforeClick), text.length),
    showsMember: () => limit('showsMember', () => driver.showsMember()),
    captureEvidence: () => limit('captureEvidence', () => driver.captureEvidence()),
    sessionState: () => limit('sessionState', () => driver.sessionState()),
    close: () => withTimeout(driver.close(), CLOSE_MS),
  };
}
