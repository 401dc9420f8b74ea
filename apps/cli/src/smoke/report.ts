import type { JournalCounts } from '../demo/journal.ts';
import { table } from '../output.ts';

/** What became of one run. The times of deals count from the start of the containers. */
export interface SmokeReport {
  ok: boolean;
  /** Everything that is not as promised, one line each. */
  faults: readonly string[];
  completed: number;
  /** Null: none came. */
  firstDealSec: number | null;
  /** Until as many as were asked for; null: they did not come. */
  dealsSec: number | null;
  sandbox: JournalCounts;
  buildSec: number;
  /** Until every service was healthy. */
  upSec: number;
  /** By image. */
  imageMb: Readonly<Record<string, number>>;
  /** At work, by service. */
  memoryMb: Readonly<Record<string, number>>;
}

/** What the sandbox received twice. */
export function duplicateFaults({ duplicateInvites, duplicateMessages }: JournalCounts): string[] {
  if (duplicateInvites + duplicateMessages === 0) return [];
  return [`The sandbox received twice: ${duplicateInvites} invitations, ${duplicateMessages} messages`];
}

export function reportTable(report: SmokeReport): string {
  const { sandbox } = report;
  return table([
    ['built in', `${report.buildSec} s`],
    ['healthy after', `${report.upSec} s`],
    ['first deal after', inSeconds(report.firstDealSec)],
    [`${report.completed} deals after`, inSeconds(report.dealsSec)],
    ['sandbox received', `${sandbox.invites} invitations, ${sandbox.messages} messages`],
    ['duplicates', `${sandbox.duplicateInvites} invitations, ${sandbox.duplicateMessages} messages`],
    ['image size', list(report.imageMb)],
    ['memory', list(report.memoryMb)],
  ]);
}

const inSeconds = (value: number | null): string => (value === null ? 'never' : `${value} s`);

function list(mbByName: Readonly<Record<string, number>>): string {
  return Object.entries(mbByName)
    .map(([name, mb]) => `${name} ${mb} MB`)
    .join(', ');
}
