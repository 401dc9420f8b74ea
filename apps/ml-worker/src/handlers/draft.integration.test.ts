import type { NewCampaign } from '@fairlead/db/repositories/campaigns';
import { nextFollowUp } from '@fairlead/db/repositories/deals';
import { heldDrafts, releaseHeld } from '@fairlead/db/repositories/messages';
import { Permanent, Stale } from '@fairlead/shared/runtime/errors';
import { addDeal, type BuiltDeal, NOW } from '@fairlead/testing/builders';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jobContext, type MlWorld, type MlWorlds, openMlWorlds } from '../testing/ml-world.ts';
import { LLM_USAGE, meetingLlm } from '../testing/scripted-llm.ts';
import { draft } from './draft.ts';

const LINK = 'https://cal.example/turbines';
const MESSAGE = 'Thank you for connecting, I would like to hear about your turbines.';

let worlds: MlWorlds;

beforeAll(async () => {
  worlds = await openMlWorlds('draft');
});
afterAll(() => worlds.close());

/** The language model's answer. */
const said = (message: string, claims: readonly unknown[] = []) => ({ message, claims });

const run = ({ deps, campaignId }: MlWorld) => draft(deps)({ campaignId }, jobContext());

const messages = () => worlds.db.selectFrom('message').selectAll().orderBy('id').execute();

async function withConnected(
  answers: readonly unknown[],
  campaign: Partial<NewCampaign> = {},
): Promise<{ world: MlWorld; deal: BuiltDeal }> {
  const world = await worlds.begin(answers, campaign);
  const { campaignId, accountId } = world;
  const deal = await addDeal(worlds.db, { campaignId, accountId, state: 'CONNECTED' });
  return { world, deal };
}

describe('a draft', () => {
  test('the LLM writes it, the booking link is appended, the message is stored (mission §3, follow-up)', async () => {
    const { world, deal } = await withConnected([said(`  ${MESSAGE}\n`)]);
    expect(await run(world)).toEqual({ outcome: 'drafted', leadId: deal.leadId, dealId: deal.dealId });
    expect(await messages()).toMatchObject([
      {
        deal_id: deal.dealId,
        step: 'follow-up',
        state: 'frozen',
        text: `${MESSAGE}\n\n${LINK}`,
        model: LLM_USAGE.model,
        created_at: NOW,
        sent_at: null,
      },
    ]);
  });

  test('is asked for with the rendered template, the profile and the product docs (mission §3, follow-up)', async () => {
    const { world, deal } = await withConnected([said(MESSAGE)]);
    await run(world);
    expect(world.llm.requests).toMatchObject([{ name: 'follow_up', temperature: 0.7 }]);
    const [{ user } = { user: '' }] = world.llm.requests;
    expect(user).toContain(`Thank ${deal.profile.firstName} for connecting.`);
    expect(user).toContain(`Name: ${deal.profile.fullName}`);
    expect(user).toContain('Turbine inspections by drone.');
    const calls = await worlds.db.selectFrom('llm_call').selectAll().execute();
    expect(calls).toMatchObject([{ purpose: 'follow-up', campaign_id: world.campaignId }]);
  });

  test('holds the booking link once, also when the language model wrote it', async () => {
    const { world } = await withConnected([said(`${MESSAGE} Book here: ${LINK}`)]);
    await run(world);
    const [message] = await messages();
    expect(message?.text.split(LINK)).toHaveLength(2);
  });

  test('has no link when the campaign has none', async () => {
    const { world } = await withConnected([said(MESSAGE)], { bookingLink: null });
    await run(world);
    expect(await messages()).toMatchObject([{ text: MESSAGE }]);
  });

  test('is written once, for the oldest deal first', async () => {
    const { world, deal } = await withConnected([said(MESSAGE), said(MESSAGE)]);
    const { campaignId, accountId } = world;
    const at = new Date(NOW.getTime() - 1_000);
    const older = await addDeal(worlds.db, { campaignId, accountId, state: 'CONNECTED', at });
    expect(await run(world)).toMatchObject({ dealId: older.dealId });
    expect(await run(world)).toMatchObject({ dealId: deal.dealId });
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
  });

  test('of two at once is the one that was frozen first', async () => {
    const texts = [`${MESSAGE} One.`, `${MESSAGE} Two.`];
    const { world } = await withConnected(texts.map((text) => said(text)));
    const both = { ...world, deps: { ...world.deps, llm: meetingLlm(world.llm, 2) } };
    const settled = await Promise.allSettled([run(both), run(both)]);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await messages()).toHaveLength(1);
  });
});

describe('a draft whose check finds problems (issue 7, point 6)', () => {
  const BAD = `Dear [First Name], ${MESSAGE}`;

  test('is written once more with the problems named, and sent when it is sound', async () => {
    const { world } = await withConnected([said(BAD), said(MESSAGE)]);
    expect(await run(world)).toMatchObject({ outcome: 'drafted' });
    expect(await messages()).toMatchObject([
      { state: 'frozen', text: `${MESSAGE}\n\n${LINK}`, problems: [] },
    ]);
    const [, rewrite] = world.llm.requests;
    expect(rewrite).toMatchObject({ name: 'follow_up', temperature: 0.7 });
    expect(rewrite?.user).toContain(BAD);
    expect(rewrite?.user).toContain('“[First Name]” is a placeholder that nobody filled in.');
    const calls = await worlds.db.selectFrom('llm_call').select('purpose').execute();
    expect(calls).toHaveLength(2);
  });

  test.each([
    { what: 'a placeholder', message: BAD, code: 'placeholder' },
    { what: 'a template variable', message: `Dear {{ name }}, ${MESSAGE}`, code: 'placeholder' },
    { what: 'nothing to say', message: 'Hi.', code: 'length' },
    { what: 'no end', message: 'word '.repeat(401), code: 'length' },
    { what: 'another link', message: `${MESSAGE} See https://evil.example`, code: 'link' },
    { what: 'an invented employer', message: `${MESSAGE} I know Vestergaard too.`, code: 'unknown-name' },
    { what: 'an invented year', message: `${MESSAGE} You began in 1999.`, code: 'unknown-number' },
  ])('again ($what) is held for a human, and nothing is sent', async ({ message, code }) => {
    const { world, deal } = await withConnected([said(BAD), said(message)]);
    expect(await run(world)).toEqual({ outcome: 'held', leadId: deal.leadId, dealId: deal.dealId });
    const [row] = await messages();
    expect(row).toMatchObject({ state: 'held', sent_at: null });
    expect(row?.problems.map((problem) => problem.code)).toContain(code);
    expect(await heldDrafts(worlds.db)).toMatchObject([
      { dealId: deal.dealId, campaignId: world.campaignId, messageId: row?.id },
    ]);
    expect(await nextFollowUp(worlds.db, world.campaignId, world.accountId, NOW)).toBeNull();
    const events = await worlds.db.selectFrom('event').select(['kind', 'detail']).execute();
    expect(events).toContainEqual({
      kind: 'message.held',
      detail: row?.problems.map(({ text }) => text).join(' '),
    });
    // It waits: no third draft is asked for.
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
    expect(world.llm.requests).toHaveLength(2);
  });

  test('with a claim that the profile does not hold is held too', async () => {
    const claims = [{ about: 'person', quote: 'Nobel laureate' }];
    const { world } = await withConnected([said(MESSAGE, claims), said(MESSAGE, claims)]);
    await run(world);
    expect(await messages()).toMatchObject([
      { problems: [{ code: 'claim', text: '“Nobel laureate” does not stand in the profile.' }] },
    ]);
  });

  test('is sent once a human released it, as they wrote it', async () => {
    const { world } = await withConnected([said(BAD), said(BAD)]);
    await run(world);
    const [held] = await heldDrafts(worlds.db);
    const [id, text] = [held?.messageId ?? 0, 'As I wrote it.'];
    expect(await releaseHeld(worlds.db, id, text)).toBe(true);
    expect(await releaseHeld(worlds.db, id, 'Another.')).toBe(false);
    expect(await nextFollowUp(worlds.db, world.campaignId, world.accountId, NOW)).toMatchObject({ text });
  });
});

test('a template that names something unknown fails for good, before anything is asked', async () => {
  const { world } = await withConnected([], { followUpTemplate: 'Hello {{ profile.nickname }}' });
  await expect(run(world)).rejects.toBeInstanceOf(Permanent);
  expect(await messages()).toEqual([]);
});

test('a paused campaign writes nothing', async () => {
  const { world } = await withConnected([]);
  await worlds.db.updateTable('campaign').set({ paused: true }).execute();
  await expect(run(world)).rejects.toBeInstanceOf(Stale);
});
