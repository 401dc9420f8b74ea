import { expect, test } from 'vitest';
import { ApprovalMode, modesThatGive, permissionFor } from './approval.ts';
import { LIMITED_KINDS } from './limits.ts';

test.each([
  ['autopilot', 'free', 'free'],
  ['approve-messages', 'free', 'approved'],
  ['approve-everything', 'approved', 'approved'],
  ['observe-only', 'never', 'never'],
] as const)('%s: invitations are %s, messages %s', (mode, invite, message) => {
  expect([permissionFor(mode, 'invite'), permissionFor(mode, 'message')]).toEqual([invite, message]);
});

test('every mode gives each kind exactly one permission', () => {
  for (const kind of LIMITED_KINDS) {
    const given = (['free', 'approved', 'never'] as const).flatMap((each) => modesThatGive(kind, each));
    expect(given.toSorted()).toEqual(ApprovalMode.options.toSorted());
  }
});
