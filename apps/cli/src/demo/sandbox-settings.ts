import { EMBEDDING_MODELS } from '@fairlead/shared/domain/embedding';
import type { ClockOptions } from '@fairlead/shared/runtime/clock';

/** An hour of the simulated world per second: acceptances take a while, the pace stays a careful person's. */
const CLOCK_SPEED = 3_600;
const TICK_SECONDS = 0.3;
const EMBEDDER = 'hashing';

export const SANDBOX_EMBEDDING_MODEL = EMBEDDING_MODELS[EMBEDDER];

/** The clock of a simulated world that begins at `origin`. */
export function sandboxClock(origin: Date): Required<ClockOptions> {
  return { speed: CLOCK_SPEED, origin };
}

export interface SandboxWorld {
  /** People to work on. */
  leads: number;
  /** Of the dashboard. */
  port: number;
  clock: Required<ClockOptions>;
  logLevel: string;
}

/** The settings of the real program when its world is the sandbox. */
export function sandboxSettings({ leads, port, clock, logLevel }: SandboxWorld): Record<string, string> {
  return {
    FAIRLEAD_TARGET: 'sandbox',
    FAIRLEAD_LOG_LEVEL: logLevel,
    FAIRLEAD_LLM_API_KEY: 'sandbox',
    FAIRLEAD_LLM_MODEL: 'sandbox-model',
    FAIRLEAD_EMBEDDER: EMBEDDER,
    FAIRLEAD_CLOCK_SPEED: `${clock.speed}`,
    FAIRLEAD_CLOCK_ORIGIN: clock.origin.toISOString(),
    FAIRLEAD_TICK_SECONDS: `${TICK_SECONDS}`,
    FAIRLEAD_MAX_LEADS: `${leads}`,
    FAIRLEAD_DASHBOARD_PORT: `${port}`,
  };
}

/** The arguments of the sandbox's own program. */
export function sandboxArgs(seed: number, { speed, origin }: Required<ClockOptions>): string[] {
  return ['--seed', `${seed}`, '--speed', `${speed}`, '--start', origin.toISOString()];
}
