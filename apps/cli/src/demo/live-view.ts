import type { TimelineEvent } from '@fairlead/db/repositories/events';
import type { Funnel } from '@fairlead/db/repositories/funnel';
import { createLogUpdate } from 'log-update';
import pc from 'picocolors';

export interface DemoLinks {
  dashboardUrl: string;
  user: string;
  password: string;
}

/** Shows how far the demo is: redrawn on a terminal, a line per change elsewhere. */
export interface LiveView {
  update(funnel: Funnel, events: readonly TimelineEvent[]): void;
  done(): void;
}

const STEPS: readonly (readonly [keyof Funnel, string])[] = [
  ['leads', 'found'],
  ['enriched', 'read'],
  ['judged', 'judged'],
  ['qualified', 'fit'],
  ['invited', 'invited'],
  ['connected', 'connected'],
  ['completed', 'completed'],
];

export function createLiveView(links: DemoLinks): LiveView {
  return process.stderr.isTTY ? terminalView(links) : lineView();
}

function terminalView({ dashboardUrl, user, password }: DemoLinks): LiveView {
  const draw = createLogUpdate(process.stderr);
  return {
    update(funnel, events) {
      const most = Math.max(1, funnel.leads);
      const bars = STEPS.map(([key, label]) => {
        const filled = Math.round((30 * funnel[key]) / most);
        return `  ${label.padEnd(10)} ${pc.cyan('█'.repeat(filled))}${pc.dim('·'.repeat(30 - filled))} ${funnel[key]}`;
      });
      const news = events.map((event) => `  ${pc.dim(describeEvent(event))}`);
      const where = [
        `  dashboard   ${dashboardUrl}   login ${user} / ${password}`,
        `  Bull Board  ${dashboardUrl}/queues`,
      ];
      draw(['', ...bars, '', ...news, '', ...where, ''].join('\n'));
    },
    done: () => draw.done(),
  };
}

function lineView(): LiveView {
  let last = '';
  return {
    update(funnel) {
      const line = STEPS.map(([key, label]) => `${label} ${funnel[key]}`).join('  ');
      if (line !== last) process.stderr.write(`  ${line}\n`);
      last = line;
    },
    done: () => {},
  };
}

/** One event as a line: what, who, why. */
export function describeEvent({ kind, leadName, detail }: TimelineEvent): string {
  return [kind, leadName, detail]
    .filter((part) => part)
    .join(' · ')
    .slice(0, 100);
}
