import type { NewCampaign } from '@fairlead/db/repositories/campaigns';
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
  test('is the text of the language model with the booking link, frozen', async () => {
    const { world, deal } = await withConnected([{ message: `  ${MESSAGE}\n` }]);
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

  test('is asked for with the rendered template, the profile and the product', async () => {
    const { world, deal } = await withConnected([{ message: MESSAGE }]);
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
    const { world } = await withConnected([{ message: `${MESSAGE} Book here: ${LINK}` }]);
    await run(world);
    const [message] = await messages();
    expect(message?.text.split(LINK)).toHaveLength(2);
  });

  test('has no link when the campaign has none', async () => {
    const { world } = await withConnected([{ message: MESSAGE }], { bookingLink: null });
    await run(world);
    expect(await messages()).toMatchObject([{ text: MESSAGE }]);
  });

  test('is written once, for the oldest deal first', async () => {
    const { world, deal } = await withConnected([{ message: MESSAGE }, { message: MESSAGE }]);
    const { campaignId, accountId } = world;
    const at = new Date(NOW.getTime() - 1_000);
    const older = await addDeal(worlds.db, { campaignId, accountId, state: 'CONNECTED', at });
    expect(await run(world)).toMatchObject({ dealId: older.dealId });
    expect(await run(world)).toMatchObject({ dealId: deal.dealId });
    await expect(run(world)).rejects.toBeInstanceOf(Stale);
  });

  test('of two at once is the one that was frozen first', async () => {
    const texts = [`${MESSAGE} One.`, `${MESSAGE} Two.`];
    const { world } = await withConnected(texts.map((message) => ({ message })));
    const both = { ...world, deps: { ...world.deps, llm: meetingLlm(world.llm, 2) } };
    const settled = await Promise.allSettled([run(both), run(both)]);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await messages()).toHaveLength(1);
  });
});

describe('a text that cannot be sent as it is', () => {
  test.each([
    { what: 'with a form field', message: `Dear [First Name], ${MESSAGE}` },
    { what: 'with a template variable', message: `Dear {{ name }}, ${MESSAGE}` },
    { what: 'that says nothing', message: 'Hi.' },
    { what: 'without end', message: 'word '.repeat(401) },
  ])('($what) is not frozen', async ({ message }) => {
    const { world } = await withConnected([{ message }]);
    await expect(run(world)).rejects.toThrow('does not fit');
    expect(await messages()).toEqual([]);
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
