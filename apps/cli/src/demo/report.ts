import type { Funnel } from '@fairlead/db/repositories/funnel';
import { table } from '../output.ts';
import type { JournalCounts } from './journal.ts';

/** The demo's one JSON object. Counts are cumulative. */
export interface DemoReport extends Omit<Funnel, 'fresh' | 'pending'> {
  durationSec: number;
  sandbox: JournalCounts;
  /** Name of the embedder in use. */
  embedder: string;
  /** Of all processes together; null where the system does not tell. */
  peakMemoryMb: number | null;
}

export interface DemoFacts {
  funnel: Funnel;
  journal: JournalCounts;
  durationSec: number;
  embedder: string;
  peakMemoryMb: number | null;
}

export function demoReport({ funnel, journal, ...facts }: DemoFacts): DemoReport {
  const { fresh: _fresh, pending: _pending, ...counts } = funnel;
  return { ...counts, ...facts, sandbox: journal };
}

export function reportTable(report: DemoReport): string {
  const { sandbox } = report;
  return table([
    ['people found', `${report.leads}`],
    ['profiles read', `${report.enriched}`],
    ['embedded', `${report.embedded}  (${report.embedder})`],
    ['judged', `${report.judged}  (${report.autoDecisions} without the language model)`],
    ['fit / do not fit', `${report.qualified} / ${report.disqualified}`],
    ['parked', `${report.parked}`],
    ['invited', `${report.invited}`],
    ['connected', `${report.connected}`],
    ['completed', `${report.completed}`],
    ['failed', `${report.failed}`],
    ['LLM calls', `${report.llmCalls}`],
    ['sandbox received', `${sandbox.invites} invitations, ${sandbox.messages} messages`],
    ['duplicates', `${sandbox.duplicateInvites} invitations, ${sandbox.duplicateMessages} messages`],
    ['took', `${report.durationSec} s`],
    ['peak memory', report.peakMemoryMb === null ? 'unknown' : `${report.peakMemoryMb} MB`],
  ]);
}
