import { type AccountLimits, DEFAULT_LIMITS } from '@fairlead/shared/domain/limits';
import { DEFAULT_PACE, type Pace } from '../pace.ts';

/** How the people, LinkedIn and the language model answer. Shares and rates are from 0 to 1. */
export interface Odds {
  /** Of the invited people, how many accept in the end. Default 0.3. */
  acceptRate: number;
  /** Days until somebody who accepts does so, on average; exponentially distributed. Default 3. */
  acceptDays: number;
  /** Of the judged people, how many the language model finds fitting. Default 0.3. */
  yesRate: number;
  /** People one search phrase shows, drawn anew from the pool each time. Default 30: three pages of ten. */
  keywordYield: number;
  /** Profiles that cannot be opened. Default 0.02. */
  inaccessibleShare: number;
  /** People without a company in their profile. Default 0.02. */
  noCompanyShare: number;
  /** People whose page has no Connect control, however often it is opened. Default 0.03. */
  noControlShare: number;
  /** Invitations that LinkedIn answers with its weekly-limit dialog. Default 0.0005. */
  limitDialogRate: number;
  /** Invitations that are sent but whose outcome a crash hides until it is read back. Default 0.002. */
  unknownRate: number;
  /** Messages that LinkedIn refuses. Default 0.01. */
  messageRefusedRate: number;
}

export const DEFAULT_ODDS: Odds = {
  acceptRate: 0.3,
  acceptDays: 3,
  yesRate: 0.3,
  keywordYield: 30,
  inaccessibleShare: 0.02,
  noCompanyShare: 0.02,
  noControlShare: 0.03,
  limitDialogRate: 0.0005,
  unknownRate: 0.002,
  messageRefusedRate: 0.01,
};

export interface SimulationOptions {
  seed: number;
  days: number;
  /** Each works for every campaign. */
  accounts: number;
  /** Regular ones. */
  campaigns: number;
  /** The action fractions of partner campaigns, beside the regular ones. Default: none. */
  partners: readonly number[];
  /** How many people the searches can find in all. */
  pool: number;
  limits: AccountLimits;
  pace: Pace;
  odds: Odds;
  /** The plan is evaluated at multiples of this. */
  tickMs: number;
  /**
   * Leaps over looks at idle lanes while no fact changes. Off, every look is made: the same forecast,
   * slower.
   */
  leap: boolean;
}

export const DEFAULT_SIMULATION: SimulationOptions = {
  seed: 1,
  days: 90,
  accounts: 1,
  campaigns: 1,
  partners: [],
  pool: 10_000,
  limits: DEFAULT_LIMITS,
  pace: DEFAULT_PACE,
  odds: DEFAULT_ODDS,
  tickMs: 15_000,
  leap: true,
};

/** Virtual time starts here, whenever the forecast is made: the same seed gives the same forecast. */
export const START_MS = Date.UTC(2026, 0, 5, 8);
