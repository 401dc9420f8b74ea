import type { DealState } from '@fairlead/shared/domain/deal';
import type { Lane } from '@fairlead/shared/domain/lane';
import { DAY_MS, HOUR_MS } from '@fairlead/shared/domain/limits';
import { describe, expect, test } from 'vitest';
import { DEFAULT_PACE } from '../pace.ts';
import type { Act, Happening } from './history.ts';
import { createChecker, InvariantBroken } from './invariants.ts';
import { START_MS } from './options.ts';

const OPTIONS = {
  campaigns: 1,
  partners: [],
  seed: 7,
  limits: { connectDaily: 2, connectWeekly: 4, followUpDaily: 1 },
  pace: DEFAULT_PACE,
  tickMs: 15_000,
};

const at = (hours: number): number => START_MS + hours * HOUR_MS;

function invite(hours: number, leadId: number, accountId = 1): Act {
  return { kind: 'act', atMs: at(hours), act: 'invite', accountId, leadId, dealId: leadId, step: null };
}
function message(hours: number, dealId: number): Act {
  const ids = { accountId: 1, leadId: dealId, dealId };
  return { kind: 'act', atMs: at(hours), act: 'message', ...ids, step: 'follow-up' };
}
function moved(hours: number, from: DealState | null, to: DealState, dealId = 1): Happening {
  return { kind: 'moved', atMs: at(hours), dealId, campaignId: 1, from, to };
}
function awaits(hours: number, lane: Lane, fromHours = hours): Happening {
  return { kind: 'awaits', atMs: at(hours), dealId: 1, lane, fromMs: at(fromHours) };
}
function looked(hours: number, lane: Lane, fired = false): Happening {
  return { kind: 'looked', atMs: at(hours), campaignId: 1, lane, fired };
}

/** What the checker says of a history, null when every check holds. */
function verdictOn(history: readonly Happening[], endHours = 0): string | null {
  const checker = createChecker(OPTIONS);
  try {
    for (const happening of history) checker.check(happening);
    checker.finish(at(endHours));
    expect(checker.checks()).toBeGreaterThan(history.length);
    return null;
  } catch (thrown) {
    if (thrown instanceof InvariantBroken) return thrown.message;
    throw thrown;
  }
}

const NEW_DEAL = [moved(0, null, 'NEW'), awaits(0, 'connect')];
const PENDING_DEAL = [...NEW_DEAL, moved(1, 'NEW', 'PENDING'), awaits(1, 'check-pending', 25)];
const CONNECTED_DEAL = [...NEW_DEAL, moved(1, 'NEW', 'CONNECTED'), awaits(1, 'draft')];

test('a whole life of a deal breaks nothing', () => {
  const history = [
    ...NEW_DEAL,
    looked(0.1, 'connect', true),
    invite(0.1, 1),
    moved(0.1, 'NEW', 'PENDING'),
    awaits(0.1, 'check-pending', 24.1),
    looked(24.2, 'check-pending', true),
    awaits(24.2, 'check-pending', 72.2),
    looked(72.3, 'check-pending', true),
    moved(72.3, 'PENDING', 'CONNECTED'),
    awaits(72.3, 'draft'),
    looked(72.4, 'draft', true),
    awaits(72.4, 'follow-up'),
    looked(72.5, 'follow-up', true),
    message(72.5, 1),
    moved(72.5, 'CONNECTED', 'COMPLETED'),
  ];
  expect(verdictOn(history, 1_000)).toBeNull();
});

interface Broken {
  what: string;
  history: readonly Happening[];
  endHours?: number;
  says: string;
}

const BROKEN: readonly Broken[] = [
  {
    what: 'somebody invited twice by one account',
    history: [invite(0, 1), invite(100, 1)],
    says: 'Account 1 invited lead 1 twice.',
  },
  {
    what: 'a message sent twice',
    history: [message(0, 1), message(100, 1)],
    says: 'Deal 1 was sent its follow-up twice.',
  },
  {
    what: 'a daily window over its limit by one, a millisecond before it has room',
    history: [invite(0, 1), invite(1, 2), { ...invite(24, 3), atMs: at(24) - 1 }],
    says: 'Account 1 did 3 invites within 24 hours; 2 are allowed.',
  },
  {
    what: 'a weekly window over its limit',
    history: [0, 1, 40, 41, 80].map((hours, i) => invite(hours, i)),
    says: 'Account 1 did 5 invites within 168 hours; 4 are allowed.',
  },
  {
    what: 'a window of messages over its limit',
    history: [message(0, 1), message(23, 2)],
    says: 'Account 1 did 2 messages within 24 hours; 1 are allowed.',
  },
  {
    what: 'a transition that is not drawn',
    history: [...NEW_DEAL, moved(1, 'NEW', 'COMPLETED')],
    says: 'Deal 1 went from NEW to COMPLETED.',
  },
  {
    what: 'a deal that begins in the middle',
    history: [moved(0, null, 'PENDING')],
    says: 'Deal 1 went from null to PENDING.',
  },
  {
    what: 'a deal that leaves a state it is not in',
    history: [...NEW_DEAL, moved(1, 'PENDING', 'CONNECTED')],
    says: 'Deal 1 left PENDING but was NEW.',
  },
  {
    what: 'a major lane that fires twice in an interval',
    history: [looked(0, 'connect', true), { ...looked(0, 'connect', true), atMs: START_MS + 95_000 }],
    says: 'The lane connect of campaign 1 fired twice within 95 s.',
  },
  {
    what: 'time that runs backwards',
    history: [looked(2, 'search'), looked(1, 'search')],
    says: 'Time ran backwards',
  },
  {
    what: 'a deal that waits for nothing',
    history: [moved(0, null, 'NEW')],
    endHours: 1,
    says: 'Deal 1 is NEW and waits for nothing.',
  },
  {
    what: 'a deal that waits for a lane that does not take it',
    history: [...NEW_DEAL, awaits(1, 'follow-up')],
    says: 'Deal 1 is NEW and waits for follow-up.',
  },
  {
    what: 'a deal that is left alone too long',
    history: [...NEW_DEAL, awaits(1, 'connect', 26)],
    says: 'Deal 1 is left alone for 25 hours.',
  },
  {
    what: 'a backoff that more than doubles',
    history: [...PENDING_DEAL, looked(25, 'check-pending', true), awaits(25, 'check-pending', 25 + 49)],
    says: 'Deal 1 is left alone for 49 hours.',
  },
  {
    what: 'a lane that nobody looks at while somebody waits for it',
    history: [looked(0, 'connect'), { ...moved(0, null, 'NEW'), atMs: at(1) }, awaits(1, 'connect')],
    endHours: 4,
    says: 'Deal 1 may be taken by connect, which nobody looked at for 3 hours.',
  },
  {
    what: 'a due look that never comes, found in passing',
    history: [...PENDING_DEAL, looked(26, 'check-pending'), looked(60, 'search'), looked(90, 'search')],
    says: 'Deal 1 waits for check-pending for 65 hours.',
  },
  {
    what: 'a text that is never written',
    history: [...CONNECTED_DEAL, looked(2, 'draft')],
    endHours: 80,
    says: 'Deal 1 waits for draft for 79 hours.',
  },
  {
    what: 'an act that is never settled',
    history: [...NEW_DEAL, awaits(1, 'settle'), looked(2, 'settle')],
    endHours: 80,
    says: 'Deal 1 waits for settle for 79 hours.',
  },
  {
    what: 'a limited lane that does not fire for weeks',
    history: [...NEW_DEAL, looked(1, 'connect')],
    endHours: 24 * 30,
    says: 'Deal 1 waits for connect, which has not fired for 720 hours.',
  },
];

describe('the checker finds', () => {
  test.each(BROKEN)('$what', ({ history, endHours, says }) => {
    const verdict = verdictOn(history, endHours);
    expect(verdict).toContain(says);
    expect(verdict).toMatch(/At 2026-\d\d-\d\dT[\d:.]+Z of the simulation with seed 7\.$/);
  });
});

describe('the checker lets pass', () => {
  test('what another account does, and another deal', () => {
    expect(verdictOn([invite(0, 1), invite(0, 1, 2), message(0, 1), message(25, 2)])).toBeNull();
  });

  test('an act at the instant at which a window has room again', () => {
    expect(verdictOn([invite(0, 1), invite(1, 2), invite(24, 3)])).toBeNull();
    expect(verdictOn([0, 1, 40, 41, 168].map((hours, i) => invite(hours, i)))).toBeNull();
  });

  test('a lane whose limit is 0 and that never fires', () => {
    const checker = createChecker({ ...OPTIONS, limits: { ...OPTIONS.limits, connectDaily: 0 } });
    for (const happening of [...NEW_DEAL, looked(1, 'connect')]) checker.check(happening);
    expect(() => checker.finish(START_MS + 60 * DAY_MS)).not.toThrow();
  });
});
