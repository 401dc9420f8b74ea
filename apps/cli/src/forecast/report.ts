import type { Forecast } from '@fairlead/plan/simulation/forecast';
import type { FunnelCounts } from '@fairlead/plan/simulation/funnel';
import type { IdleTime } from '@fairlead/plan/simulation/idle-times';
import type { LimitUse } from '@fairlead/plan/simulation/limit-use';
import { grid } from './grid.ts';

const BAR_WIDTH = 20;
const IDLE_ROWS = 10;

/** The forecast for a person. */
export function forecastText(forecast: Forecast, durationSec: number): string {
  const { days, accounts, campaigns, partners, seed, open, invariantsChecked, bottleneck } = forecast;
  return [
    `  ${days} days, ${plural(accounts, 'account')}, ${plural(campaigns, 'campaign')}${partnerPart(partners)}, seed ${seed}`,
    weekTable(forecast),
    `  At the end ${count(open.fresh)} wait to be invited, ${count(open.pending)} for an answer, ${count(open.connected)} for their message.`,
    failureLine(forecast),
    '\n  Limits used',
    limitTable(forecast.limits),
    '\n  Waited longest',
    idleTable(forecast.idle, days),
    `\n  ${bottleneck.sentence}`,
    `\n  ${count(invariantsChecked)} checks held. It took ${durationSec} s.`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

const partnerPart = (partners: readonly number[]): string =>
  partners.length === 0 ? '' : `, partners with ${partners.map(percent).join(' and ')} of the turns`;

const STAGES = [
  'found',
  'judged',
  'fit',
  'invited',
  'connected',
  'completed',
  'failed',
] as const satisfies readonly (keyof FunnelCounts)[];

function weekTable({ weeks, total }: Forecast): string {
  const most = Math.max(1, ...weeks.map(({ invited }) => invited));
  const row = (label: string, counts: FunnelCounts): string[] => [
    label,
    ...STAGES.map((stage) => count(counts[stage])),
  ];
  return grid([
    ['week', ...STAGES, ''],
    ...weeks.map((week, i) => [...row(`${i + 1}`, week), bar(week.invited / most)]),
    [...row('all', total), ''],
  ]);
}

function failureLine({ failures }: Forecast): string {
  const parts = Object.entries(failures).map(([reason, deals]) => `${count(deals)} ${reason}`);
  return parts.length === 0 ? '' : `  Failed: ${parts.join(', ')}.`;
}

function limitTable(limits: readonly LimitUse[]): string {
  return grid([
    ['account', 'limit', 'peak', 'mean', 'full', ''],
    ...limits.map(({ account, kind, windowHours, max, peak, mean, fullShare }) => [
      account,
      `${max} ${kind}s / ${windowHours === 24 ? 'day' : 'week'}`,
      `${peak}`,
      mean.toFixed(1),
      percent(fullShare),
      bar(max === 0 ? 0 : mean / max),
    ]),
  ]);
}

function idleTable(idle: readonly IdleTime[], days: number): string {
  return grid([
    ['campaign', 'lane', 'hours', 'share', 'because'],
    ...idle
      .slice(0, IDLE_ROWS)
      .map(({ campaignId, lane, reason, hours }) => [
        `${campaignId}`,
        lane,
        count(Math.round(hours)),
        percent(hours / (24 * days)),
        reason,
      ]),
  ]);
}

const bar = (share: number): string => '█'.repeat(Math.round(share * BAR_WIDTH));
const percent = (share: number): string => `${Math.round(100 * share)} %`;
const count = (n: number): string => n.toLocaleString('en-US');
const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
