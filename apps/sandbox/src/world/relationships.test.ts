import { describe, expect, it } from 'vitest';
import { pendingSince, type Relation, refusalOfInvite, settleRelation } from './relationships.ts';

const INVITED = new Date('2026-03-02T09:00:00Z');

function hoursLater(hours: number): Date {
  return new Date(INVITED.getTime() + hours * 3_600_000);
}

describe('relationships', () => {
  it('becomes a connection when the person accepts, from that moment on', () => {
    const pending = pendingSince(INVITED, '7001', 5, null);
    expect(settleRelation(pending, hoursLater(4.99))).toBe(pending);
    expect(settleRelation(pending, hoursLater(5))).toEqual({ kind: 'connected', since: hoursLater(5) });
    expect(settleRelation(pending, hoursLater(500))).toEqual({ kind: 'connected', since: hoursLater(5) });
  });

  it('stays pending for ever with those who never accept', () => {
    const pending = pendingSince(INVITED, '7001', null, 'Hello');
    expect(settleRelation(pending, hoursLater(10_000))).toBe(pending);
  });

  it.each<[Relation, number | null]>([
    [{ kind: 'none' }, null],
    [pendingSince(INVITED, '7001', null, null), 406],
    [{ kind: 'incoming', invitationId: '7002' }, 406],
    [{ kind: 'connected', since: INVITED }, 403],
  ])('lets only strangers be invited: %o', (relation, status) => {
    expect(refusalOfInvite(relation)?.status ?? null).toBe(status);
  });
});
