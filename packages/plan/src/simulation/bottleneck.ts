import { NOT_YET_DUE } from '../plan.ts';
import type { IdleTime } from './idle-times.ts';
import type { LimitUse } from './limit-use.ts';
import type { SimulationOptions } from './options.ts';

/** What keeps the number of invitations where it is. */
export interface Bottleneck {
  cause: 'limit' | 'linkedin' | 'pace' | 'pool' | 'max-leads' | 'supply';
  /** One sentence for the operator. */
  sentence: string;
}

export interface BottleneckFacts {
  options: Pick<SimulationOptions, 'pool' | 'pace'>;
  /** People found. */
  found: number;
  idle: readonly IdleTime[];
  limits: readonly LimitUse[];
}

/** Names the reason for which the lane `connect` waited longest, over all campaigns. */
export function findBottleneck({ options, found, idle, limits }: BottleneckFacts): Bottleneck {
  const { reason, share } = longestWait(idle);
  if (/limit for invites/i.test(reason)) return { cause: 'limit', sentence: limitSentence(limits) };
  if (reason === 'no new deal may be invited now') return supplyBottleneck(options, found, share);
  if (reason === NOT_YET_DUE) {
    const seconds = options.pace.minActionIntervalMs / 1_000;
    const sentence = `The bottleneck is the pace: for ${share} of the time the next invitation waited for its turn, ${seconds} s after the last.`;
    return { cause: 'pace', sentence };
  }
  const sentence = `The bottleneck is LinkedIn: for ${share} of the time nobody was invited because of ${reason}.`;
  return { cause: 'linkedin', sentence };
}

function longestWait(idle: readonly IdleTime[]): { reason: string; share: string } {
  const hours = new Map<string, number>();
  for (const each of idle) {
    if (each.lane === 'connect') hours.set(each.reason, (hours.get(each.reason) ?? 0) + each.hours);
  }
  const all = [...hours.values()].reduce((sum, each) => sum + each, 0);
  const [[reason, longest] = [NOT_YET_DUE, all]] = [...hours].sort(([, a], [, b]) => b - a);
  return { reason, share: percent(all === 0 ? 0 : longest / all) };
}

/** Names the window that was full longest. */
function limitSentence(limits: readonly LimitUse[]): string {
  const full = (hours: number): number => {
    const windows = limits.filter(({ kind, windowHours }) => kind === 'invite' && windowHours === hours);
    return windows.reduce((sum, { fullShare }) => sum + fullShare, 0) / Math.max(1, windows.length);
  };
  const max = (hours: number): number =>
    limits.find(({ kind, windowHours }) => kind === 'invite' && windowHours === hours)?.max ?? 0;
  const [day, week] = [24, 168];
  return full(week) >= full(day)
    ? `The bottleneck is the limit of ${max(week)} invitations a week: it was used up for ${percent(full(week))} of the time, the daily one for ${percent(full(day))}.`
    : `The bottleneck is the limit of ${max(day)} invitations a day: it was used up for ${percent(full(day))} of the time, the weekly one for ${percent(full(week))}.`;
}

function supplyBottleneck(
  { pool, pace }: BottleneckFacts['options'],
  found: number,
  share: string,
): Bottleneck {
  if (pace.maxLeads !== null && found >= pace.maxLeads) {
    const sentence = `The bottleneck is the limit of ${pace.maxLeads} leads: everybody among them who fits is invited.`;
    return { cause: 'max-leads', sentence };
  }
  if (found >= NEARLY_ALL * pool) {
    const sentence = `The bottleneck is the pool: ${found} of the ${pool} people there are were found, and everybody among them who fits is invited.`;
    return { cause: 'pool', sentence };
  }
  const sentence = `The bottleneck is finding and judging people: for ${share} of the time nobody new was ready to be invited.`;
  return { cause: 'supply', sentence };
}

// The last few of a pool are met late or never: searches draw at random.
const NEARLY_ALL = 0.95;

const percent = (share: number): string => `${Math.round(100 * share)} %`;
