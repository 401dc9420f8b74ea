/**
 * Whether two spellings name the same person: case, white space, compatibility forms and decorations such as
 * emoji or a "(she/her)" do not count; every word of the name does.
 */
export function isSameName(shown: string, expected: string): boolean {
  const words = normalise(expected);
  return words !== '' && normalise(shown) === words;
}

/** The name in a label such as "Invite Mara Quill to connect", or null when the label is another one. */
export function nameInInviteLabel(label: string): string | null {
  return /^Invite (.+) to connect$/.exec(label.trim())?.[1] ?? null;
}

/** Whether a label, in whatever language, has the whole name in it. */
export function namesPerson(label: string, fullName: string): boolean {
  const name = normalise(fullName);
  return name !== '' && ` ${normalise(label)} `.includes(` ${name} `);
}

function normalise(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\(.*?\)/g, ' ')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}
