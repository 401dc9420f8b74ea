import { join } from 'node:path';
import { manualClock } from '@fairlead/shared/runtime/clock';
import { addDeal, NOW } from '@fairlead/testing/builders';
import { type ChildServer, startChildServer } from '@fairlead/testing/child-server';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openAiLlm } from '../adapters/openai-llm.ts';
import { jobContext, type MlWorlds, openMlWorlds } from '../testing/ml-world.ts';
import { draft } from './draft.ts';

const SANDBOX = join(import.meta.dirname, '../../../sandbox/src/main.ts');
const Ready = z.object({ url: z.url() });

let worlds: MlWorlds;
let sandbox: ChildServer | undefined;

beforeAll(async () => {
  worlds = await openMlWorlds('sandbox_draft');
});
afterEach(() => sandbox?.stop());
afterAll(() => worlds.close());

/** One draft by the sandbox's language model, which invents a fact when the switch says so. */
async function draftWith(invents: 'never' | 'once' | 'always') {
  sandbox = await startChildServer(
    process.execPath,
    [SANDBOX, '--people', '5', '--llm-invents', invents],
    /ready/,
  );
  const { url } = Ready.parse(JSON.parse(sandbox.readyLine));
  const world = await worlds.begin();
  const { campaignId, accountId } = world;
  await addDeal(worlds.db, { campaignId, accountId, state: 'CONNECTED' });
  const llm = openAiLlm({ apiKey: 'sk', model: 'sandbox-1', baseUrl: `${url}/v1`, clock: manualClock(NOW) });
  const { outcome } = await draft({ ...world.deps, llm })({ campaignId }, jobContext());
  const calls = await worlds.db.selectFrom('llm_call').select('id').execute();
  const message = await worlds.db.selectFrom('message').selectAll().executeTakeFirstOrThrow();
  return { outcome, calls: calls.length, message };
}

test('a draft without invented facts is frozen as it is', async () => {
  expect(await draftWith('never')).toMatchObject({ outcome: 'drafted', calls: 1, message: { problems: [] } });
});

test('one with an invented fact is written once more, and then frozen', async () => {
  const { outcome, calls, message } = await draftWith('once');
  expect({ outcome, calls, state: message.state }).toEqual({ outcome: 'drafted', calls: 2, state: 'frozen' });
  expect(message.text).not.toContain('Anemometer');
});

test('one with an invented fact after the rewrite is held, with what was invented', async () => {
  const { outcome, calls, message } = await draftWith('always');
  expect({ outcome, calls, state: message.state }).toEqual({ outcome: 'held', calls: 2, state: 'held' });
  const texts = message.problems.map(({ text }) => text);
  for (const invented of ['Golden', 'Anemometer', '1987', 'award'])
    expect(texts).toContainEqual(expect.stringContaining(invented));
});
