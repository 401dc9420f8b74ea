import { stripVTControlCharacters } from 'node:util';
import type { TimelineEvent } from '@fairlead/db/repositories/events';
import type { Funnel } from '@fairlead/db/repositories/funnel';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createLiveView, describeEvent } from './live-view.ts';

const LINKS = { dashboardUrl: 'http://127.0.0.1:3200', user: 'demo', password: 'open sesame' };
const START: Funnel = {
  leads: 0,
  enriched: 0,
  embedded: 0,
  judged: 0,
  qualified: 0,
  disqualified: 0,
  parked: 0,
  fresh: 0,
  pending: 0,
  invited: 0,
  connected: 0,
  completed: 0,
  failed: 0,
  llmCalls: 0,
  autoDecisions: 0,
};
const EVENT: TimelineEvent = {
  id: 1,
  at: new Date('2026-03-02T09:00:00Z'),
  kind: 'invited',
  campaignId: 1,
  accountId: 1,
  leadId: 1,
  dealId: 1,
  leadName: 'Ines Quintela',
  detail: null,
};

let written: string;

beforeEach(() => {
  written = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

function pretendTerminal(isTerminal: boolean): void {
  const before = process.stderr.isTTY;
  process.stderr.isTTY = isTerminal;
  onTestFinished(() => {
    process.stderr.isTTY = before;
  });
}

describe('where nothing can be redrawn', () => {
  test('every change is a line', () => {
    pretendTerminal(false);
    const view = createLiveView(LINKS);
    view.update(START, []);
    view.update(START, [EVENT]);
    view.update({ ...START, leads: 14, enriched: 10 }, []);
    view.done();
    expect(written.split('\n')).toEqual([
      '  found 0  read 0  judged 0  fit 0  invited 0  connected 0  completed 0',
      '  found 14  read 10  judged 0  fit 0  invited 0  connected 0  completed 0',
      '',
    ]);
  });
});

describe('on a terminal', () => {
  test('bars, the latest news and where to look are drawn', () => {
    pretendTerminal(true);
    const view = createLiveView(LINKS);
    view.update({ ...START, leads: 10, enriched: 5 }, [EVENT]);
    view.done();
    // Whether there are colours depends on the environment (CI, NO_COLOR).
    const text = stripVTControlCharacters(written);
    expect(text).toMatch(/found +█{30} 10/);
    expect(text).toMatch(/read +█{15}·{15} 5/);
    expect(text).toMatch(/completed +·{30} 0/);
    expect(text).toContain('invited · Ines Quintela');
    expect(text).toContain('http://127.0.0.1:3200/queues');
    expect(text).toContain('login demo / open sesame');
  });
});

test('an event is told in one line: what, who, why', () => {
  expect(describeEvent(EVENT)).toBe('invited · Ines Quintela');
  expect(describeEvent({ ...EVENT, leadName: null, detail: 'a keyword' })).toBe('invited · a keyword');
  expect(describeEvent({ ...EVENT, detail: 'x'.repeat(200) })).toHaveLength(100);
});
