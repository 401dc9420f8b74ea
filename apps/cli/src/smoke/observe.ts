import { elapsedTimer, systemClock } from '@fairlead/shared/runtime/clock';
import { z } from 'zod';
import { countJournal, type JournalCounts } from '../demo/journal.ts';
import type { Output } from '../output.ts';
import { watch } from '../watch.ts';
import { type ComposeProject, imageSizesMb, memoryMbByService } from './compose-project.ts';
import { faultsOf, isAiling, serviceOf } from './containers.ts';
import { egressFaults } from './egress.ts';
import { remoteViewFaults } from './remote-view.ts';
import { duplicateFaults, type SmokeReport } from './report.ts';

const BUILD_MS = 900_000;
const UP_SECONDS = 180;
const UP_GRACE_SECONDS = 60;
const DEALS_MS = 420_000;
const LOOK_EVERY_MS = 2_000;

/** deploy/secrets/sandbox/vnc-password. */
const VIEW_PASSWORD = 'sandbox';

const STATUS = ['node', 'apps/cli/src/main.ts', 'status', '--json'];
const JOURNAL =
  "fetch('http://127.0.0.1:3300/__sandbox/journal').then(async (r) => console.log(await r.text()))";
const Status = z.object({ funnel: z.object({ completed: z.int() }) });

export interface ObserveOptions {
  deals: number;
  /** The port on this machine of the browser's remote view. */
  viewPort: string;
  /** Whether the containers should be kept from the outside. */
  egress: boolean;
  signal: AbortSignal;
  out: Output;
}

/** Builds, starts and watches the project until enough deals are completed, or for seven minutes. Leaves it running. */
export async function observe(project: ComposeProject, options: ObserveOptions): Promise<SmokeReport> {
  const { deals, egress, viewPort, out } = options;
  out.step('Building the images (5 min from nothing, seconds after a change of the source)');
  const buildMs = elapsedTimer();
  await project.compose(['build', '--quiet'], BUILD_MS);
  const buildSec = seconds(buildMs());

  out.step(`Starting the containers (built in ${buildSec} s)`);
  const sinceStartMs = elapsedTimer();
  const up = ['up', '--detach', '--wait', '--wait-timeout', `${UP_SECONDS}`];
  await project.compose(up, (UP_SECONDS + UP_GRACE_SECONDS) * 1_000);
  const upSec = seconds(sinceStartMs());

  out.step(`Waiting for ${deals} completed deals (everything is healthy after ${upSec} s)`);
  const progress = await waitForDeals(project, options, sinceStartMs);
  const memoryMb = await memoryMbByService(project);
  const sandbox = await readJournal(project);
  const containers = await project.containers();
  const faults = [
    ...(progress.dealsSec === null ? [`Only ${progress.completed} of ${deals} deals were completed`] : []),
    ...duplicateFaults(sandbox),
    ...(await remoteViewFaults(viewPort, VIEW_PASSWORD)),
    ...(egress ? await egressFaults(project) : []),
    ...containers.flatMap(faultsOf),
    ...containers.filter(isAiling).map((container) => `${serviceOf(container)}: it is not well`),
  ];
  const imageMb = await imageSizesMb(project);
  return { ok: faults.length === 0, faults, ...progress, sandbox, buildSec, upSec, imageMb, memoryMb };
}

type Progress = Pick<SmokeReport, 'completed' | 'firstDealSec' | 'dealsSec'>;

async function waitForDeals(
  project: ComposeProject,
  { deals, signal, out }: ObserveOptions,
  sinceStartMs: () => number,
): Promise<Progress> {
  const progress: Progress = { completed: 0, firstDealSec: null, dealsSec: null };
  const stopping = AbortSignal.any([signal, AbortSignal.timeout(DEALS_MS)]);
  await watch({ clock: systemClock(), everyMs: LOOK_EVERY_MS, out, stopping }, async () => {
    const said = (await project.exec('scheduler', STATUS)).trimEnd().split('\n').at(-1) ?? '';
    progress.completed = Status.parse(JSON.parse(said)).funnel.completed;
    if (progress.completed > 0) progress.firstDealSec ??= seconds(sinceStartMs());
    if (progress.completed >= deals) progress.dealsSec ??= seconds(sinceStartMs());
    return progress.dealsSec !== null;
  });
  signal.throwIfAborted();
  return progress;
}

async function readJournal(project: ComposeProject): Promise<JournalCounts> {
  return countJournal(JSON.parse(await project.exec('sandbox', ['node', '-e', JOURNAL])));
}

const seconds = (ms: number): number => Math.round(ms / 1_000);
