import { expect, it } from 'vitest';
import { isSameName, nameInInviteLabel } from './names.ts';

it.each([
  ['Mara Quill', 'mara  quill', true],
  ['Mara Quill 🌊 (she/her)', 'Mara Quill', true],
  ['Mára Quill', 'Ma\u0301ra Quill', true],
  ['Anne-Lise O’Hara', 'Anne-Lise O’Hara', true],
  ['Mara Quill', 'Mara Quilling', false],
  ['Mara Quill', 'Mara', false],
  ['', '', false],
])('%j and %j: %s', (shown, expected, same) => {
  expect(isSameName(shown, expected)).toBe(same);
});

it('reads the name out of the label of Connect', () => {
  expect(nameInInviteLabel(' Invite Mara Quill to connect')).toBe('Mara Quill');
  expect(nameInInviteLabel('Follow Mara Quill')).toBeNull();
});
