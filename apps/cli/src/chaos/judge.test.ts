import type { AuditedAct, AuditedDeal } from '@fairlead/db/views/audit';
import type { DealState } from '@fairlead/shared/domain/deal';
import { DEFAULT_LIMITS } from '@fairlead/shared/domain/limits';
import { expect, test } from 'vitest';
import type { JournalEntry } from '../demo/journal.ts';
import { type Evidence, type Findings, judge } from './judge.ts';

const EMAIL = 'robin@tidewater.example';
const START_MS = Date.parse('2026-03-02T09:00:00Z');
const HOUR_MS = 3_600_000;

const arrived = (memberId: string, hours = 0): JournalEntry => ({
  at: new Date(START_MS + hours * HOUR_MS),
  account: EMAIL,
  memberId,
});
const urnOf = (memberId: string): string => `urn:li:fsd_profile:${memberId}`;
const act = (memberId: string, facts: Partial<AuditedAct> = {}): AuditedAct => ({
  kind: 'invite',
  state: 'done',
  email: EMAIL,
  urn: urnOf(memberId),
  needsHuman: false,
  ...facts,
});
const PATH: readonly DealState[] = ['NEW', 'PENDING', 'CONNECTED', 'COMPLETED'];
const deal = (memberId: string, state: DealState, facts: Partial<AuditedDeal> = {}): AuditedDeal => ({
  state,
  urn: urnOf(memberId),
  email: state === 'NEW' ? null : EMAIL,
  history: PATH.slice(0, PATH.indexOf(state) + 1).map((to, i) => ({ from: PATH[i - 1] ?? null, to })),
  ...facts,
});

/** One person invited, written to and completed, one who never answered. */
const FLAWLESS: Evidence = {
  audit: {
    acts: [act('a'), act('a', { kind: 'message' }), act('b')],
    deals: [deal('a', 'COMPLETED'), deal('b', 'PENDING')],
  },
  journal: {
    invites: [arrived('a'), arrived('b', 1)],
    messages: [arrived('a', 30)],
    duplicateInvites: 0,
    duplicateMessages: 0,
  },
  limits: { ...DEFAULT_LIMITS, connectDaily: 2, connectWeekly: 3 },
  unjudged: 0,
};
const CLEAN: Findings = { duplicates: 0, lost: 0, overLimit: 0, stuck: 0, illegal: 0 };

const withAudit = (audit: Partial<Evidence['audit']>): Evidence => ({
  ...FLAWLESS,
  audit: { ...FLAWLESS.audit, ...audit },
});
const withJournal = (journal: Partial<Evidence['journal']>): Evidence => ({
  ...FLAWLESS,
  journal: { ...FLAWLESS.journal, ...journal },
});

test('a flawless run has no findings', () => {
  expect(judge(FLAWLESS)).toEqual({ findings: CLEAN, details: [] });
});

const { acts, deals } = FLAWLESS.audit;
const { invites, messages } = FLAWLESS.journal;

test.each<{ what: string; evidence: Evidence; findings: Partial<Findings> }>([
  {
    what: 'an invitation that was asked for twice',
    evidence: withJournal({ duplicateInvites: 1 }),
    findings: { duplicates: 1 },
  },
  {
    what: 'a person invited twice',
    evidence: withJournal({ invites: [...invites, arrived('a', 50)] }),
    findings: { duplicates: 1 },
  },
  {
    what: 'a person invited by two accounts, of which the deal knows one',
    evidence: withJournal({
      invites: [...invites, { ...arrived('a', 1), account: 'sam@tidewater.example' }],
    }),
    findings: { duplicates: 1, lost: 1 },
  },
  {
    what: 'a person written to twice',
    evidence: withJournal({ messages: [...messages, arrived('a', 31)] }),
    findings: { duplicates: 1 },
  },
  {
    what: 'an invitation the database forgot',
    evidence: withJournal({ invites: [...invites, arrived('c', 40)] }),
    findings: { lost: 1 },
  },
  {
    what: 'a message the database forgot',
    evidence: withAudit({ deals: [deal('a', 'CONNECTED'), deal('b', 'PENDING')] }),
    findings: { lost: 1, stuck: 1 },
  },
  {
    what: 'a message that was never sent',
    evidence: withJournal({ messages: [] }),
    findings: { lost: 2 },
  },
  {
    what: 'an invitation that was never sent',
    evidence: withAudit({ acts: [...acts, act('c')] }),
    findings: { lost: 1 },
  },
  { what: 'a lead nobody judged', evidence: { ...FLAWLESS, unjudged: 2 }, findings: { lost: 2 } },
  {
    what: 'three invitations in a day of two',
    evidence: {
      ...withJournal({ invites: [...invites, arrived('c', 23.9)] }),
      audit: { acts: [...acts, act('c')], deals: [...deals, deal('c', 'PENDING')] },
    },
    findings: { overLimit: 1 },
  },
  {
    what: 'four invitations in a week of three',
    evidence: {
      ...withJournal({ invites: [...invites, arrived('c', 30), arrived('d', 60)] }),
      audit: {
        acts: [...acts, act('c'), act('d')],
        deals: [...deals, deal('c', 'PENDING'), deal('d', 'PENDING')],
      },
    },
    findings: { overLimit: 1 },
  },
  {
    what: 'an act without an outcome',
    evidence: withAudit({ acts: [...acts, act('c', { state: 'started' })] }),
    findings: { stuck: 1 },
  },
  {
    what: 'a move that does not exist',
    evidence: withAudit({
      deals: [...deals, deal('c', 'FAILED', { email: null, history: [{ from: 'COMPLETED', to: 'FAILED' }] })],
    }),
    findings: { illegal: 1 },
  },
  {
    what: 'a state without its move',
    evidence: withAudit({ deals: [...deals, deal('c', 'FAILED', { email: null, history: [] })] }),
    findings: { illegal: 1 },
  },
])('finds $what', ({ evidence, findings }) => {
  const judgement = judge(evidence);
  expect(judgement.findings).toEqual({ ...CLEAN, ...findings });
  expect(judgement.details).toHaveLength(Object.values(findings).reduce((a, b) => a + b, 0));
});

test('an act that waits for a human is not stuck', () => {
  const evidence = withAudit({
    acts: [...acts, act('c', { kind: 'message', state: 'unknown', needsHuman: true })],
    deals: [...deals, deal('c', 'CONNECTED')],
  });
  expect(judge(evidence).findings).toEqual(CLEAN);
});

test('two invitations exactly a day apart are in different windows', () => {
  const evidence: Evidence = {
    ...withJournal({ invites: [arrived('a'), arrived('b', 1), arrived('c', 24)] }),
    audit: { acts: [...acts, act('c')], deals: [...deals, deal('c', 'PENDING')] },
  };
  expect(judge(evidence).findings).toEqual(CLEAN);
});
