import type { Funnel } from '@fairlead/db/repositories/funnel';
import { expect, test } from 'vitest';
import { type DemoFacts, demoReport, reportTable } from './report.ts';

const funnel: Funnel = {
  leads: 14,
  enriched: 13,
  embedded: 12,
  judged: 11,
  qualified: 6,
  disqualified: 5,
  parked: 0,
  fresh: 1,
  pending: 1,
  invited: 4,
  connected: 3,
  completed: 2,
  failed: 1,
  llmCalls: 21,
  autoDecisions: 7,
};
const facts: DemoFacts = {
  funnel,
  journal: { invites: 4, messages: 2, duplicateInvites: 0, duplicateMessages: 0 },
  durationSec: 63,
  embedder: 'hashing-384-v1',
  peakMemoryMb: 1_200,
};

test('the report counts cumulatively: what stands where just now is left out', () => {
  const { fresh: _fresh, pending: _pending, ...counts } = funnel;
  expect(demoReport(facts)).toEqual({
    ...counts,
    durationSec: 63,
    embedder: 'hashing-384-v1',
    peakMemoryMb: 1_200,
    sandbox: { invites: 4, messages: 2, duplicateInvites: 0, duplicateMessages: 0 },
  });
});

test('the table says the same to a person', () => {
  expect(reportTable(demoReport(facts))).toMatchInlineSnapshot(`
    "  people found      14
      profiles read     13
      embedded          12  (hashing-384-v1)
      judged            11  (7 without the language model)
      fit / do not fit  6 / 5
      parked            0
      invited           4
      connected         3
      completed         2
      failed            1
      LLM calls         21
      sandbox received  4 invitations, 2 messages
      duplicates        0 invitations, 0 messages
      took              63 s
      peak memory       1200 MB"
  `);
});

test('memory that the system does not tell is unknown, not nothing', () => {
  expect(reportTable(demoReport({ ...facts, peakMemoryMb: null }))).toMatch(/peak memory +unknown/);
});
