import { NOT_YET_DUE } from '../plan.ts';
import type { IdleTime } from './idle-times.ts';
import type { LimitUse } from './limit-use.ts';
import type { SimulationOptions } from './options.ts';

/** What keeps the number of invitations where it is. */
export interface Bottleneck {
  cause: 'limit' | 'linkedin' | 'partners' | 'pace' | 'pool' | 'max-leads' | 'supply';
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

/** Names the reason for which the lane `connect` waited longest, over all campaigns, and the next when it weighs. */
export function findBottleneck(facts: BottleneckFacts): Bottleneck {
  const [first = { reason: NOT_YET_DUE, share: 1 }, second] = waitsOfConnect(facts.idle);
  const { cause, text } = nameOf(first, facts);
  const then = second && second.share >= WORTH_NAMING ? ` After it comes ${nameOf(second, facts).text}.` : '';
  return { cause, sentence: `The bottleneck is ${text}.${then}` };
}

const WORTH_NAMING = 0.2;

interface SharedWait {
  reason: string;
  /** Of the time of all campaigns. */
  share: number;
}

/** The longest first. */
function waitsOfConnect(idle: readonly IdleTime[]): SharedWait[] {
  const hours = new Map<string, number>();
  for (const each of idle) {
    if (each.lane !== 'connect') continue;
    const reason = /limit for invites is used up/i.test(each.reason) ? USED_UP : each.reason;
    hours.set(reason, (hours.get(reason) ?? 0) + each.hours);
  }
  const all = [...hours.values()].reduce((sum, each) => sum + each, 0);
  return [...hours]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, each]) => ({ reason, share: all === 0 ? 0 : each / all }));
}

const USED_UP = 'the limit for invites is used up';

interface Named {
  cause: Bottleneck['cause'];
  text: string;
}

function nameOf({ reason, share }: SharedWait, { options, found, limits }: BottleneckFacts): Named {
  const time = `for ${percent(share)} of the time`;
  if (reason === USED_UP) return { cause: 'limit', text: fullestWindow(limits) };
  if (reason === 'the limit for invites is 0') return { cause: 'limit', text: 'a limit of 0 invitations' };
  if (reason === NOT_YET_DUE) {
    const seconds = options.pace.minActionIntervalMs / 1_000;
    return {
      cause: 'pace',
      text: `the pace: ${time} the next invitation waited for its turn, ${seconds} s after the last`,
    };
  }
  if (/^chance left this turn/.test(reason)) {
    return {
      cause: 'partners',
      text: `the share of the turns that partner campaigns have: ${time} ${reason}`,
    };
  }
  if (reason === 'no new deal may be invited now') return nameSupply(options, found, time);
  return { cause: 'linkedin', text: `LinkedIn: ${time} nobody was invited because of ${reason}` };
}

/** The window that was full longest. */
function fullestWindow(limits: readonly LimitUse[]): string {
  const windows = [
    { hours: 24, per: 'a day', other: 'daily' },
    { hours: 7 * 24, per: 'a week', other: 'weekly' },
  ].map((window) => {
    const uses = limits.filter(({ kind, windowHours }) => kind === 'invite' && windowHours === window.hours);
    const full = uses.reduce((sum, { fullShare }) => sum + fullShare, 0) / Math.max(1, uses.length);
    return { ...window, full, max: uses[0]?.max ?? 0 };
  });
  const [fullest, other] = windows.sort((a, b) => b.full - a.full);
  if (!fullest || !other) throw new RangeError('Invitations have no windows.');
  return `the limit of ${fullest.max} invitations ${fullest.per}: it was used up for ${percent(fullest.full)} of the time, the ${other.other} one for ${percent(other.full)}`;
}

/** Why there was nobody new to invite. */
function nameSupply({ pool, pace }: BottleneckFacts['options'], found: number, time: string): Named {
  if (pace.maxLeads !== null && found >= pace.maxLeads) {
    const text = `the most leads allowed, ${pace.maxLeads}: ${time} everybody among them who fits was invited`;
    return { cause: 'max-leads', text };
  }
  if (found >= NEARLY_ALL * pool) {
    const text = `the pool: ${found} of the ${pool} people there are were found, and ${time} everybody among them who fits was invited`;
    return { cause: 'pool', text };
  }
  return { cause: 'supply', text: `finding and judging people: ${time} nobody new was ready to be invited` };
}

// The last few of a pool are met late or never: searches draw at random.
const NEARLY_ALL = 0.95;

const percent = (share: number): string => `${Math.round(100 * share)} %`;
