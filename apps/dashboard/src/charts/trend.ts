import type { TrendPoint } from '@fairlead/db/views/trend';
import { type Chart, drawChart } from './chart.ts';

const DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });

const dayOf = ({ from }: TrendPoint): string => DAY.format(new Date(`${from}T00:00:00Z`));
const sum = (
  points: readonly TrendPoint[],
  step: 'invited' | 'connected' | 'qualified' | 'messaged',
): number => points.reduce((total, point) => total + point[step], 0);

/** The steps of the funnel, day by day. */
export function funnelTrend(points: readonly TrendPoint[]): Chart {
  return drawChart({
    id: 'funnel-trend',
    title: `People per day, the last ${points.length} days`,
    description: `${sum(points, 'qualified')} qualified, ${sum(points, 'invited')} invited, ${sum(points, 'connected')} connected and ${sum(points, 'messaged')} messaged.`,
    kind: 'line',
    axis: 'Day',
    categories: points.map(dayOf),
    series: [
      { name: 'Qualified', colour: 'info', values: points.map(({ qualified }) => qualified) },
      { name: 'Invited', colour: 'warn', dash: 'dashed', values: points.map(({ invited }) => invited) },
      { name: 'Connected', colour: 'accent', values: points.map(({ connected }) => connected) },
      { name: 'Messaged', colour: 'muted', dash: 'dotted', values: points.map(({ messaged }) => messaged) },
    ],
  });
}

/** Invitations sent and accepted, week by week. */
export function invitationTrend(points: readonly TrendPoint[]): Chart {
  return drawChart({
    id: 'invitation-trend',
    title: `Invitations per week, the last ${points.length} weeks`,
    description: `${sum(points, 'invited')} sent, ${sum(points, 'connected')} accepted.`,
    kind: 'bar',
    axis: 'Week from',
    categories: points.map(dayOf),
    series: [
      { name: 'Sent', colour: 'warn', values: points.map(({ invited }) => invited) },
      { name: 'Accepted', colour: 'accent', values: points.map(({ connected }) => connected) },
    ],
  });
}
