import type { Credentials, LinkedInDriver, Person } from '../../port.ts';
import type { BatteryCase } from './table.ts';

/** How often something truly happened between the account and somebody. */
export interface Truth {
  invites: number;
  messages: readonly string[];
  withdrawals: number;
}

/** One account and one person, as a case of the battery wants them, with its scenario on. */
export interface BatteryWorld {
  /** Logged in, unless the case is a login. */
  driver: LinkedInDriver;
  credentials: Credentials;
  person: Person;
  /** Keywords by which people search finds somebody. */
  keywords: string;
  /** What the driver's writes did to this person, without what was there before. */
  truth(): Promise<Truth>;
  /** The same to everybody else. */
  truthOfOthers(): Promise<number>;
  close(): Promise<void>;
}

export type OpenBatteryWorld = (test: BatteryCase) => Promise<BatteryWorld>;
