import type { Funnel } from '@fairlead/db/repositories/funnel';

/** One step of the funnel with the piece of the drawing that belongs to it. */
export interface FunnelStep {
  name: string;
  hint: string;
  count: number;
  /** Of the step before; null for the first step and after an empty one. */
  conversion: number | null;
  /** Of the largest step, 0 to 1. */
  share: number;
  /** SVG path in a box of 100 × 100: as thick as this step on the left, as the next on the right. */
  path: string;
}

const STEPS = [
  ['Discovered', 'People found by searching', 'leads'],
  ['Read', 'Profiles that were read', 'enriched'],
  ['Judged', 'Verdicts, yes or no', 'judged'],
  ['Qualified', 'Verdicts that say yes', 'qualified'],
  ['Invited', 'Invitations sent', 'invited'],
  ['Connected', 'Invitations accepted', 'connected'],
  ['Messaged', 'Follow-ups sent', 'completed'],
] as const satisfies readonly (readonly [string, string, keyof Funnel])[];

// A step with somebody in it must not look empty.
const THINNEST = 0.012;

/** Heights are proportional to the counts. */
export function funnelSteps(funnel: Funnel): FunnelStep[] {
  const counts = STEPS.map(([, , key]) => funnel[key]);
  const most = Math.max(1, ...counts);
  const shares = counts.map((count) => (count === 0 ? 0 : Math.max(THINNEST, count / most)));
  return STEPS.map(([name, hint, key], i) => {
    const count = funnel[key];
    const before = counts[i - 1];
    const share = shares[i] ?? 0;
    return {
      name,
      hint,
      count,
      conversion: before === undefined || before === 0 ? null : count / before,
      share,
      path: flowPath(share, shares[i + 1] ?? share),
    };
  });
}

function flowPath(left: number, right: number): string {
  const [a, b] = [left * 50, right * 50].map((half) => Number(half.toFixed(2)));
  if (!a || b === undefined) return '';
  return `M0 ${50 - a}C55 ${50 - a} 45 ${50 - b} 100 ${50 - b}V${50 + b}C45 ${50 + b} 55 ${50 + a} 0 ${50 + a}Z`;
}
