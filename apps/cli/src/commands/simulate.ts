import { InvariantBroken } from '@fairlead/plan/simulation/invariants';
import { simulate as runSimulation } from '@fairlead/plan/simulation/simulate';
import { elapsedTimer } from '@fairlead/shared/runtime/clock';
import { Failed } from '../failed.ts';
import { type ForecastOptions, simulationOptions } from '../forecast/options.ts';
import { forecastText } from '../forecast/report.ts';
import { loadSettings } from '../load-env.ts';
import type { Output } from '../output.ts';

/**
 * Runs the plan on virtual time against simulated people and prints what it would bring. Touches no
 * server, no file and no browser. Throws `Failed` when the plan does what it must never do.
 */
export function simulate(options: ForecastOptions, out: Output, run = runSimulation): void {
  const simulation = simulationOptions(options, loadSettings());
  out.step(`Simulating ${options.days} days; a quarter of a year takes some seconds`);
  const elapsedMs = elapsedTimer();
  const forecast = reportingBugs(() => run(simulation));
  const durationSec = Math.round(elapsedMs() / 100) / 10;
  out.result(`\n${forecastText(forecast, durationSec)}\n`);
  out.json({ ...forecast, durationSec });
}

/** A broken invariant is a bug of ours, not of the operator's: no stack, but what reproduces it. */
function reportingBugs<T>(make: () => T): T {
  try {
    return make();
  } catch (thrown) {
    if (!(thrown instanceof InvariantBroken)) throw thrown;
    throw new Failed(
      `${thrown.message}\n  Remedy: this is a bug of Fairlead, please report it with the options you gave.`,
    );
  }
}
