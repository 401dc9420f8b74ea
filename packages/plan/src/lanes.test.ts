import { HOUR_MS } from '@fairlead/shared/domain/limits';
import { describe, expect, test } from 'vitest';
import { DEFAULT_PACE } from './pace.ts';
import { EVEN, jobsOf, planLane, reasonOf } from './testing/plan-lane.ts';
import { after, NOW, planSnapshot, snapshotOf } from './testing/snapshots.ts';

describe('qualify', () => {
  /** Milliseconds until the lane is due again when the next major action is `gapMs` away. */
  function spacing(candidates: number, gapMs: number, random = EVEN): number | undefined {
    const major = after(gapMs);
    const nextAt = { connect: major, 'check-pending': major, 'follow-up': major };
    const { firing } = planLane('qualify', snapshotOf({ candidates, nextAt }), {}, random);
    return firing && firing.nextAt.getTime() - NOW.getTime();
  }

  test.each([
    { candidates: 4, gapMs: 120_000, expected: 30_000 },
    { candidates: 1, gapMs: 120_000, expected: 120_000 },
    { candidates: 200, gapMs: 120_000, expected: 10_000 },
  ])('spreads $candidates candidates over $gapMs ms: one every $expected ms', (row) => {
    expect(spacing(row.candidates, row.gapMs)).toBe(row.expected);
  });

  test('never comes back before the minimal interval, whatever the chance', () => {
    expect(spacing(200, 120_000, { next: () => 0 })).toBe(10_000);
    expect(spacing(12, 120_000, { next: () => 0 })).toBe(10_000);
  });

  test('fills the gap before the first of the major lanes', () => {
    const nextAt = { connect: after(90_000), 'check-pending': after(40_000), 'follow-up': after(70_000) };
    const { firing } = planLane('qualify', snapshotOf({ candidates: 2, nextAt }));
    expect(firing?.nextAt).toEqual(after(20_000));
  });

  test('reckons with what fires in this very tick', () => {
    const nextAt = { 'check-pending': after(600_000), 'follow-up': after(600_000) };
    const { firing } = planLane('qualify', snapshotOf({ candidates: 4, dealsToConnect: 1, nextAt }));
    expect(firing?.nextAt).toEqual(after(30_000));
  });

  test('needs no account', () => {
    const snapshot = snapshotOf({ candidates: 1 }, { accounts: [] });
    expect(jobsOf('qualify', snapshot)).toEqual([{ name: 'qualify', payload: { campaignId: 1 } }]);
  });

  test('has nothing to do without candidates', () => {
    expect(reasonOf('qualify', snapshotOf({}))).toBe('no embedded lead awaits judgement');
  });
});

describe('enrich', () => {
  test('reads while too few await judgement, a batch at a time', () => {
    const { firing } = planLane('enrich', snapshotOf({ candidates: 49 }, { leadsToEnrich: 7 }));
    expect(firing).toMatchObject({
      jobs: [{ name: 'enrich', payload: { campaignId: 1, accountId: 1 } }],
      nextAt: after(DEFAULT_PACE.enrichBatch * 10_000),
    });
  });

  test('stops at enough candidates', () => {
    const snapshot = snapshotOf({ candidates: 50 }, { leadsToEnrich: 7 });
    expect(jobsOf('enrich', snapshot)).toEqual([]);
    expect(reasonOf('enrich', snapshot)).toBe('50 leads already await judgement');
  });

  test('has nothing to do when everybody is read', () => {
    expect(reasonOf('enrich', snapshotOf({}))).toBe('every discovered lead is read');
  });
});

describe('the lanes of the ML worker', () => {
  test.each([
    { lane: 'embed', snapshot: planSnapshot({ leadsToEmbed: 1 }), payload: {}, intervalMs: 10_000 },
    {
      lane: 'draft',
      snapshot: snapshotOf({ dealsToDraft: 1 }),
      payload: { campaignId: 1 },
      intervalMs: 10_000,
    },
    {
      lane: 'fit',
      snapshot: snapshotOf({ unfittedLabels: 5 }),
      payload: { campaignId: 1 },
      intervalMs: 120_000,
    },
  ] as const)('$lane fires when it has work', ({ lane, snapshot, payload, intervalMs }) => {
    expect(planLane(lane, snapshot)).toEqual({
      firing: { campaignId: 1, lane, jobs: [{ name: lane, payload }], from: null, nextAt: after(intervalMs) },
      wait: undefined,
    });
  });

  test.each([
    { lane: 'embed', reason: 'every enriched lead is embedded' },
    { lane: 'draft', reason: 'every connected deal has its follow-up text' },
    { lane: 'fit', reason: '4 new verdicts since the model was fitted' },
  ] as const)('$lane waits otherwise: $reason', ({ lane, reason }) => {
    expect(planLane(lane, snapshotOf({ unfittedLabels: 4 }))).toMatchObject({
      firing: { jobs: [] },
      wait: { reason },
    });
  });
});

describe('looking for new people', () => {
  const searchable = { unusedKeywords: 2 };

  test('is done only when qualify has nothing to do and fewer than 50 leads await judgement (mission §3, search)', () => {
    const snapshot = snapshotOf(searchable, { leadsToEnrich: 49 });
    expect(jobsOf('search', snapshot)).toEqual([
      { name: 'search', payload: { campaignId: 1, accountId: 1 } },
    ]);
    expect(jobsOf('keywords', snapshot)).toEqual([]);
    expect(reasonOf('keywords', snapshot)).toBe('there are unused keywords');
  });

  test('asks for keywords when none is left', () => {
    const snapshot = snapshotOf({ unusedKeywords: 0 });
    expect(jobsOf('keywords', snapshot)).toEqual([{ name: 'keywords', payload: { campaignId: 1 } }]);
    expect(jobsOf('search', snapshot)).toEqual([]);
    expect(reasonOf('search', snapshot)).toBe('every keyword is used');
  });

  test.each([
    { why: 'candidates', facts: { candidates: 1 }, rest: {}, reason: 'there are leads to judge first' },
    {
      why: 'leads without a vector',
      facts: {},
      rest: { leadsToEmbed: 1 },
      reason: 'there are leads to judge first',
    },
    {
      why: 'many unread',
      facts: {},
      rest: { leadsToEnrich: 50 },
      reason: '50 leads already await judgement',
    },
    {
      why: 'as many leads as allowed',
      facts: {},
      rest: { leads: 500 },
      reason: 'there are 500 leads, the most allowed',
    },
  ])('is not done with $why, with or without keywords', ({ facts, rest, reason }) => {
    for (const unusedKeywords of [0, 2]) {
      const snapshot = snapshotOf({ ...facts, unusedKeywords }, rest);
      for (const lane of ['search', 'keywords'] as const) {
        expect(jobsOf(lane, snapshot, { maxLeads: 500 })).toEqual([]);
        expect(reasonOf(lane, snapshot, { maxLeads: 500 })).toBe(reason);
      }
    }
  });

  describe('asks for keywords less and less often when that is in vain (mission §3, search)', () => {
    const asked = (barren: number, hoursAgo: number) =>
      snapshotOf({ unusedKeywords: 0, keywordCalls: { barren, lastAt: after(-hoursAgo * HOUR_MS) } });

    test.each([
      { barren: 1, hours: 1, reason: '1 time' },
      { barren: 2, hours: 4, reason: '2 times in a row' },
      { barren: 3, hours: 24, reason: '3 times in a row' },
      { barren: 5, hours: 24, reason: '5 times in a row' },
    ])('$hours h after $barren in vain', ({ barren, hours, reason }) => {
      const early = planLane('keywords', asked(barren, hours - 0.5));
      expect(early.firing?.jobs).toEqual([]);
      expect(early.wait).toMatchObject({
        reason: `asking for keywords led to nobody new ${reason}`,
        until: after(0.5 * HOUR_MS),
      });
      expect(jobsOf('keywords', asked(barren, hours))).toHaveLength(1);
    });

    test('not at all after six, and says what helps', () => {
      const { firing, wait } = planLane('keywords', asked(6, 10_000));
      expect(firing?.jobs).toEqual([]);
      expect(wait).toMatchObject({
        reason:
          'asking for keywords led to nobody new 6 times in a row: change the objective or add keywords',
        until: null,
      });
    });

    test('a call that lies ahead holds nothing up: the clock was set back', () => {
      expect(jobsOf('keywords', asked(3, -100))).toHaveLength(1);
    });

    test('keywords somebody added are searched all the same', () => {
      const snapshot = snapshotOf({ unusedKeywords: 1, keywordCalls: { barren: 6, lastAt: NOW } });
      expect(jobsOf('search', snapshot)).toHaveLength(1);
    });
  });

  test('goes on below the most leads allowed', () => {
    const snapshot = snapshotOf(searchable, { leads: 499 });
    expect(jobsOf('search', snapshot, { maxLeads: 500 })).toHaveLength(1);
  });
});

describe('what waits for a human', () => {
  test.each([
    [
      'connect',
      { approvalMode: 'approve-everything', invitesToApprove: 3 },
      '3 invitations wait for approval',
    ],
    [
      'connect',
      { approvalMode: 'approve-everything', invitesToApprove: 1 },
      '1 invitation waits for approval',
    ],
    ['follow-up', { approvalMode: 'approve-messages', messagesToApprove: 2 }, '2 messages wait for approval'],
    ['follow-up', { approvalMode: 'approve-messages' }, 'no follow-up is ready to be sent'],
    ['connect', { approvalMode: 'observe-only' }, 'the campaign only observes: nothing is sent'],
    ['follow-up', { approvalMode: 'observe-only' }, 'the campaign only observes: nothing is sent'],
    ['draft', { approvalMode: 'observe-only' }, 'the campaign only observes: nothing is sent'],
  ] as const)('%s with %o says: %s', (lane, facts, reason) => {
    expect(jobsOf(lane, snapshotOf(facts))).toEqual([]);
    expect(reasonOf(lane, snapshotOf(facts))).toBe(reason);
  });

  test('does not hold up what is approved', () => {
    const facts = { messagesToApprove: 2, followUpsReady: new Map([[1, 1]]) };
    expect(jobsOf('follow-up', snapshotOf({ ...facts, approvalMode: 'approve-messages' }))).toHaveLength(1);
  });

  test('does not keep an observing campaign from searching, reading and judging', () => {
    const observing = snapshotOf({ approvalMode: 'observe-only', candidates: 1 });
    expect(jobsOf('qualify', observing)).toHaveLength(1);
    expect(jobsOf('search', snapshotOf({ approvalMode: 'observe-only' }))).toHaveLength(1);
    const unread = snapshotOf({ approvalMode: 'observe-only' }, { leadsToEnrich: 1 });
    expect(jobsOf('enrich', unread)).toHaveLength(1);
  });
});
