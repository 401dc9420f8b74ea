import type { Clock } from '@fairlead/shared/runtime/clock';
import type { Random } from '@fairlead/shared/runtime/random';
import type { OnProbe } from '../inspection.ts';
import type { OnDiscovered, SessionState } from '../port.ts';
import type { PacingOptions } from './pacing.ts';

/** The part of a pino logger used here. Never given credentials, cookies or message texts. */
export interface DebugLog {
  debug(fields: object, message: string): void;
}

/** One browser process. */
export interface LaunchOptions {
  /** Chrome or Chromium. */
  executablePath: string;
  headless: boolean;
  /** Forward proxy for everything it asks for, loopback included. Default: none. */
  proxyUrl?: string;
}

/** One account's context in it. */
export interface DriverOptions {
  /** The site's origin: `https://www.linkedin.com`, or the sandbox's. */
  baseUrl: string;
  /** What `sessionState()` returned before; null logs in afresh. */
  sessionState: SessionState | null;
  /** IANA name of the account's time zone. Default: the machine's. */
  timezone?: string;
  pacing?: PacingOptions;
  clock: Clock;
  random: Random;
  /** Default: links are not reported. */
  onDiscovered?: OnDiscovered;
  /** Default: nobody is told how pages look. */
  onProbe?: OnProbe;
  /** Wall-clock milliseconds a page or a control may take. Default 30,000. */
  timeoutMs?: number;
  /** Default: silent. */
  log?: DebugLog;
}
