import type { Campaign } from '@fairlead/db/repositories/campaigns';
import { expect, test } from 'vitest';
import { nextWork } from './next-work.ts';

const at = new Date('2026-03-02T09:00:00Z');
const campaign = (id: number): Campaign => ({
  id,
  name: `campaign ${id}`,
  productDocs: '',
  objective: 'someone',
  bookingLink: null,
  followUpTemplate: '',
  strategy: 'classic',
  strategyOptions: {},
  auditShare: 0.05,
  auditTolerance: 0.05,
  paused: false,
  actionFraction: null,
  approvalMode: 'autopilot',
  version: 1,
});

test('there is nothing to say before the first tick', () => {
  expect(nextWork(null, [campaign(1)], [])).toBeNull();
});

test('groups queued and waiting lanes by campaign, and shared work apart', () => {
  const next = nextWork(
    {
      at,
      planned: [
        { name: 'enrich', payload: { campaignId: 2, accountId: 9 } },
        { name: 'embed', payload: {} },
        { name: 'embed', payload: {} },
      ],
      waiting: [{ campaignId: 1, lane: 'connect', reason: 'no account', until: null }],
    },
    [campaign(1), campaign(2)],
    [],
  );
  expect(next?.campaigns.map(({ lanes }) => lanes.map(({ lane, queued }) => [lane, queued]))).toEqual([
    [['connect', false]],
    [['enrich', true]],
  ]);
  expect(next?.shared.map(({ lane }) => lane)).toEqual(['embed']);
});
