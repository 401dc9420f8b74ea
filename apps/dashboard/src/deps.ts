import type { Database } from '@fairlead/db/database';
import type { Redis } from '@fairlead/shared/queue/connection';
import type { Clock } from '@fairlead/shared/runtime/clock';
import type { Vault } from '@fairlead/shared/runtime/crypto';
import type { Logger } from '@fairlead/shared/runtime/logger';
import type { LlmPrice } from '@fairlead/shared/runtime/settings';
import type { Store } from 'express-session';

/** What the pages stand on. */
export interface DashboardDeps {
  db: Database;
  redis: Redis;
  /** Of every key in Redis. */
  queuePrefix: string;
  sessionStore: Store;
  /** Signs the session cookie. */
  sessionSecret: Buffer;
  /** Seals what is typed in for the workers. Nothing is opened here. */
  vault: Pick<Vault, 'seal'>;
  clock: Clock;
  log: Logger;
  /** Aborted when the process stops: ends the live streams. */
  signal: AbortSignal;
  /** Whether people and sites are simulated. */
  sandbox: boolean;
  /** Where profiles are linked to; null for no links. */
  profileBaseUrl: string | null;
  /** Where the browser at work can be seen and used; null for no link. */
  remoteViewUrl: string | null;
  /** What the language model costs; empty when nobody said. */
  llmPrices: readonly LlmPrice[];
}
