import type { Refusal } from '../relationships.ts';

/** What LinkedIn may ask a human for before it goes on (facts §1.4). */
export type ChallengeKind = 'email-pin' | 'phone-pin' | 'app' | 'captcha' | 'unknown' | 'restricted';

/** What a page request gets instead of the page. */
export type PageAnswer =
  | { kind: 'challenge'; challenge: ChallengeKind }
  | { kind: 'too-many-requests'; status: 200 | 429 }
  | { kind: 'denied' }
  | { kind: 'redirect-loop' };

/** What an API call gets instead of its answer. */
export type ApiAnswer =
  | { kind: 'status'; status: number; code: string }
  | { kind: 'csrf' }
  | { kind: 'denied' }
  | { kind: 'login-page' };

/** Where the control that invites is, and what a click on it does. */
export interface ConnectStyle {
  control: 'link' | 'button' | 'unlabelled' | 'menu' | 'absent';
  dialog: 'shadow' | 'iframe' | 'page' | 'native' | 'own-page' | 'none' | 'dead';
}

/** What a switch does the moment it is set. */
export type OnceEffect = 'end-sessions' | 'rename' | 'invite-us' | 'invited-by-hand' | 'connect';

/** The whole effect of most switches is that a page asks for them by name (`Scenarios.isOn`). */
export interface Scenario {
  about: string;
  /** Section of the LinkedIn facts and how sure it is: [C] certain, [1] one source, [D] disputed, or invented. */
  facts: string;
  /**
   * What it can be limited to: a person (and an account), an account, or nothing, because the visitor is a
   * guest whose account is not known. `moment` acts once, when it is set.
   */
  scope: 'guest' | 'account' | 'person' | 'moment';
  once?: OnceEffect;
  page?: PageAnswer;
  api?: ApiAnswer;
  /** Status of the Voyager profile and, through it, of the page. */
  profileStatus?: number;
  inviteRefusal?: Refusal;
  connect?: Partial<ConnectStyle>;
}

export type ScenarioTable = Readonly<Record<string, Scenario>>;
