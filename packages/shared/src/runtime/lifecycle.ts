import { registerChecks } from './check-metrics.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Environment } from './env.ts';
import { coerceError, Misconfigured, Unreachable } from './errors.ts';
import { createHealth, type Health } from './health.ts';
import { startHealthServer } from './health-server.ts';
import type { HttpAddress } from './http-server.ts';
import { createLogger, type Logger } from './logger.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { onceInARow } from './once-in-a-row.ts';
import { waitUntilReached } from './reach.ts';
import { startTracing } from './start-tracing.ts';
import type { Tracing, TracingAddress } from './tracing.ts';

type Stop = () => void | Promise<void>;

/** Remembers how to stop what a composition root built, and stops it in reverse order. */
export interface Lifecycle {
  /** Registers how to stop what was just built. */
  onStop(name: string, stop: Stop): void;
  /** Runs every stop once, last registered first. A stop that throws is logged and the rest still run. */
  stop(): Promise<void>;
  /** Aborted as soon as stopping begins. */
  readonly signal: AbortSignal;
}

export function createLifecycle(log: Logger): Lifecycle {
  const stops: { name: string; stop: Stop }[] = [];
  const controller = new AbortController();
  let stopping: Promise<void> | undefined;
  const stopAll = async (): Promise<void> => {
    controller.abort(new Error('The process is stopping.'));
    for (const { name, stop } of stops.reverse()) {
      try {
        await stop();
      } catch (thrown) {
        log.error({ err: coerceError(thrown), part: name }, 'a part did not stop cleanly');
      }
    }
  };
  return {
    onStop: (name, stop) => {
      stops.push({ name, stop });
    },
    stop: () => {
      stopping ??= stopAll();
      return stopping;
    },
    signal: controller.signal,
  };
}

/** Exit codes of our processes: sysexits' EX_TEMPFAIL and EX_CONFIG. A server that is away may come back; a setting does not mend itself. */
export const EXIT = { ok: 0, failure: 1, unreachable: 75, misconfigured: 78 } as const;

export interface Service<S> {
  settings: S;
  log: Logger;
  lifecycle: Lifecycle;
  /** Register here what says whether this process lives and can work. */
  health: Health;
  /** Register here what this process counts. */
  metrics: Metrics;
  /**
   * Connects to a server. While that is away, a process that is asked for its health waits, and says so
   * there; any other ends with what is missing.
   */
  reach<T>(name: string, connect: () => Promise<T>): Promise<T>;
  tracing: Tracing;
  /** Ends the process because of an error that concerns it as a whole. */
  fail(error: Error): void;
}

/** What every process is told besides its own settings. */
export interface ServiceSettings {
  logLevel: string;
  /** Where it answers /healthz, /readyz and /metrics; null: nowhere. */
  health: HttpAddress | null;
  /** Where it sends its traces; null: nowhere. */
  tracing: TracingAddress | null;
}

/**
 * Runs a composition root: reads the settings, answers about its health if told to, builds, says `ready`
 * (also to a parent process), and stops on SIGTERM or SIGINT. A `Misconfigured` error prints its message and remedy, never a stack,
 * and exits with 78; when all that is wrong is a server that does not answer, with 75.
 */
export async function runService<S extends ServiceSettings>(
  name: string,
  readEnv: (env: Environment) => S,
  build: (service: Service<S>) => Promise<void>,
): Promise<void> {
  const bootLog = createLogger({ service: name, level: 'info' });
  let lifecycle: Lifecycle | undefined;
  const fail = (thrown: unknown): void => {
    void (lifecycle?.stop() ?? Promise.resolve()).then(() => failProcess(bootLog, thrown));
  };
  try {
    const settings = readEnv(process.env);
    const log = createLogger({ service: name, level: settings.logLevel });
    lifecycle = createLifecycle(log);
    stopOnSignals(lifecycle, log);
    const { signal } = lifecycle;
    const tracing = await startTracing(name, settings.tracing, log);
    lifecycle.onStop('tracing', () => tracing.stop());
    const { started, ...answering } = await answerHealth(name, settings.health, lifecycle, log);
    const reach: Service<S>['reach'] = (server, connect) =>
      settings.health
        ? waitUntilReached(server, connect, { ...answering, clock: systemClock(), log, signal })
        : connect();
    await build({ settings, log, lifecycle, tracing, fail, reach, ...answering });
    started();
    log.info('ready');
    process.send?.({ ready: true });
  } catch (thrown) {
    fail(thrown);
  }
}

/** Answers from the first moment to the last: building and stopping take time, in which a process lives but cannot work. */
async function answerHealth(name: string, address: HttpAddress | null, lifecycle: Lifecycle, log: Logger) {
  const health = createHealth();
  const metrics = createMetrics(name, { withProcess: address !== null });
  let isBuilt = false;
  health.ready('process', () => {
    if (lifecycle.signal.aborted) throw new Error('stopping');
    if (!isBuilt) throw new Error('starting');
  });
  registerChecks(metrics, health);
  if (address) {
    const server = await startHealthServer(address, health, metrics);
    lifecycle.onStop('health server', () => server.close());
    log.info({ healthUrl: server.url }, 'answering health checks');
  }
  const started = (): void => {
    isBuilt = true;
  };
  return { health, metrics, started };
}

function stopOnSignals(lifecycle: Lifecycle, log: Logger): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping');
      void lifecycle.stop().then(() => process.exit(EXIT.ok));
    });
  }
  // A parent that died cannot send a signal any more.
  process.once('disconnect', () => process.emit('SIGTERM'));
}

function failProcess(log: Logger, thrown: unknown): never {
  const error = coerceError(thrown);
  if (error instanceof Misconfigured) {
    process.stderr.write(`${formatMisconfigured(error)}\n`);
    process.exit(error instanceof Unreachable ? EXIT.unreachable : EXIT.misconfigured);
  }
  log.fatal({ err: error }, 'the process failed');
  process.exit(EXIT.failure);
}

/** Message and remedy, one under the other. */
export function formatMisconfigured(error: Misconfigured): string {
  return `${error.message}\n  Remedy: ${error.remedy.replaceAll('\n', '\n          ')}`;
}

export interface PeriodicOptions {
  name: string;
  everyMs: number;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
}

/** Runs `work` now and then every `everyMs` real milliseconds until aborted; never overlaps itself. A failure is tried again, and logged unless it is the last one again. */
export async function runPeriodically(options: PeriodicOptions, work: () => Promise<void>): Promise<void> {
  const { name, everyMs, clock, log, signal } = options;
  const told = onceInARow();
  while (!signal.aborted) {
    try {
      await work();
      told.forget();
    } catch (thrown) {
      const err = coerceError(thrown);
      if (!signal.aborted && told.isNew(err.message))
        log.warn({ err, part: name }, 'a recurring task failed');
    }
    await clock.sleepRealMs(everyMs, signal).catch(() => {});
  }
}
