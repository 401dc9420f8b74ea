import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '@fairlead/shared/runtime/clock';
import type { Output } from '../../output.ts';
import { createSupervisor, type Supervisor } from '../../stack/supervisor.ts';
import { Interrupted, untilInterrupted } from '../../until-interrupted.ts';

/** What a measurement works with. */
export interface BenchFrame {
  out: Output;
  clock: Clock;
  /** An empty folder, removed afterwards; kept, with the logs in it, when the measurement fails. */
  stateDir: string;
  /** Keeps processes up until it is stopped, by the end of the measurement at the latest. */
  supervise(): Supervisor;
  /** Registers how to stop what is no process under supervision. Last registered, first stopped. */
  onStop(stop: () => Promise<void>): void;
}

/**
 * Runs a measurement in a folder of its own, and stops whatever it started, also when it is interrupted or
 * fails. Its result is the JSON object of `--json`.
 */
export async function runBench(
  out: Output,
  measure: (frame: BenchFrame) => Promise<unknown>,
  interrupted: Promise<void> = untilInterrupted(),
): Promise<void> {
  const stateDir = await mkdtemp(join(tmpdir(), 'fairlead-bench-'));
  await mkdir(join(stateDir, 'logs'));
  const clock = systemClock();
  const supervisors: Supervisor[] = [];
  const stops: (() => Promise<void>)[] = [];
  const frame: BenchFrame = {
    out,
    clock,
    stateDir,
    supervise: () => {
      const supervisor = createSupervisor(clock, out);
      supervisors.push(supervisor);
      return supervisor;
    },
    onStop: (stop) => {
      stops.push(stop);
    },
  };
  const measuring = measure(frame);
  let result: unknown;
  try {
    result = await Promise.race([
      measuring,
      interrupted.then(() => Promise.reject(new Interrupted())),
    ]).finally(() => stopAll(supervisors, stops, out));
  } catch (error) {
    // What is still under way ends with the processes it talks to.
    measuring.catch(() => {});
    if (error instanceof Interrupted) await removeFolder(stateDir);
    else out.note(`logs: ${join(stateDir, 'logs')}`);
    throw error;
  }
  await removeFolder(stateDir);
  out.json(result);
}

async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5 });
}

/** Workers first: they need database and queue while they stop. What cannot be stopped must not keep the rest running. */
async function stopAll(
  supervisors: readonly Supervisor[],
  stops: readonly (() => Promise<void>)[],
  out: Output,
): Promise<void> {
  const processes = supervisors.toReversed().map((supervisor) => () => supervisor.stop());
  for (const stop of [...processes, ...stops.toReversed()])
    await stop().catch((error: Error) => out.warn(error.message));
}
