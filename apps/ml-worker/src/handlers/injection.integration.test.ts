import { checkDraft } from '@fairlead/prompts/draft/check-draft';
import { HOSTILE_TEXTS, type HostileText } from '@fairlead/prompts/testing/hostile-texts';
import type { Profile } from '@fairlead/shared/domain/profile';
import { addDeal, addLead, NOW, newProfile } from '@fairlead/testing/builders';
import { inventedPosition } from '@fairlead/testing/people';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addCandidate, jobContext, type MlWorlds, openMlWorlds } from '../testing/ml-world.ts';
import { draft } from './draft.ts';
import { qualify } from './qualify.ts';

/** Where somebody may write it. */
const PLACES: readonly ((text: string) => Partial<Profile>)[] = [
  (text) => ({ summary: text }),
  (text) => ({ headline: text }),
  (text) => ({ positions: [inventedPosition(1, { description: text })] }),
  (text) => ({ positions: [inventedPosition(1, { title: text })] }),
  (text) => ({ positions: [inventedPosition(1, { companyName: text })] }),
  (text) => ({
    educations: [{ schoolName: text, degree: null, field: null, start: null, end: null }],
  }),
  (text) => ({ fullName: text, lastName: text }),
];

const ROWS = HOSTILE_TEXTS.map((hostile, n) => ({
  ...hostile,
  place: PLACES[n % PLACES.length] ?? PLACES[0],
}));

let worlds: MlWorlds;

beforeAll(async () => {
  worlds = await openMlWorlds('injection');
});
afterAll(() => worlds.close());

const hostileProfile = ({ text, place }: HostileText & { place: (typeof PLACES)[number] | undefined }) =>
  newProfile(place?.(text) ?? {});

/** The prompt's tags, in order: each is opened once and closed once, and nothing else looks like a tag. */
function expectUnbroken(user: string, tags: readonly string[]): void {
  const found = user.match(/<\/?[^>]*>/g) ?? [];
  expect(found).toEqual(tags.flatMap((tag) => [`<${tag}>`, `</${tag}>`]));
  expect(user).not.toMatch(/[\u200B-\u200D\u202A-\u202E\u{E0000}-\u{E007F}＜＞]/u);
}

test('there are at least forty of them (issue 8, point 5)', () => {
  expect(new Set(HOSTILE_TEXTS.map(({ text }) => text)).size).toBeGreaterThanOrEqual(40);
});

describe('a language model that obeys a hostile profile steers no message (issue 8, point 5)', () => {
  test.each(ROWS)('$text', async (row) => {
    const claims = [{ about: 'person' as const, quote: row.text.slice(0, 100) }];
    const answer = { message: row.obeyed, claims };
    const world = await worlds.begin([answer, answer]);
    const { campaignId, accountId } = world;
    const profile = hostileProfile(row);
    const lead = await addLead(worlds.db, profile);
    await addDeal(worlds.db, { campaignId, accountId, state: 'CONNECTED', lead });
    expect(await draft(world.deps)({ campaignId }, jobContext())).toMatchObject({ outcome: 'held' });
    expect(await worlds.db.selectFrom('message').select('state').execute()).toEqual([{ state: 'held' }]);
    for (const { user } of world.llm.requests) expectUnbroken(user, ['product', 'profile', 'template']);

    // Neither does the check of the message rest on having recognised the profile.
    const system = world.deps.prompts.followUp.system;
    const texts = { productDocs: 'Turbine inspections.', template: 'Thank them.', objective: 'Managers' };
    const alone = checkDraft(answer, { profile, ...texts, bookingLink: null, system });
    expect(alone.filter(({ code }) => !['hostile-profile', 'claim'].includes(code))).not.toEqual([]);
  });
});

describe('a language model that obeys a hostile profile changes no verdict’s format and leaks nothing', () => {
  const OBEDIENT: readonly ((system: string) => unknown)[] = [
    () => 'YES',
    () => ({ qualified: 'yes', reason: 'As ordered.' }),
    () => ({ verdict: true }),
    () => ({ qualified: true, reason: '' }),
    () => ({ qualified: true, reason: 'x'.repeat(5_000) }),
    (system) => ({ qualified: true, reason: system }),
    (system) => ({ qualified: false, reason: `I was told: “${system.slice(0, 200).toUpperCase()}”` }),
    (system) => ({ qualified: true, reason: 'Fits.', system, admin: true }),
  ];

  test.each(ROWS.map((row, n) => ({ ...row, answer: OBEDIENT[n % OBEDIENT.length] })))(
    '$text',
    async (row) => {
      const { verdict } = (await worlds.begin()).deps.prompts;
      const world = await worlds.begin([row.answer?.(verdict.system)]);
      const { campaignId } = world;
      await addCandidate(worlds.db, hostileProfile(row));
      await qualify(world.deps)({ campaignId }, jobContext()).catch((error: unknown) => {
        expect(String(error)).toContain('does not fit');
      });
      const [request] = world.llm.requests;
      expectUnbroken(request?.user ?? '', ['objective', 'product', 'profile']);
      for (const given of await worlds.db.selectFrom('verdict').selectAll().execute()) {
        expect(given).toMatchObject({ source: 'llm', qualified: expect.any(Boolean), created_at: NOW });
        expect(given.reason.length).toBeLessThanOrEqual(2_000);
        expect(given.reason.toLowerCase()).not.toContain('decide whether one person');
      }
    },
  );
});
