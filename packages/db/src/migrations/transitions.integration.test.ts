import { ActionState, canActionGo } from '@fairlead/shared/domain/action';
import { canDealGo, DealState, dealTransitions } from '@fairlead/shared/domain/deal';
import { canLeadGo, LeadState } from '@fairlead/shared/domain/lead';
import {
  addAccount,
  addAction,
  addCampaign,
  addDeal,
  addLead,
  addUrlOnlyLead,
  type MigratedDatabase,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeLead } from '../repositories/leads.ts';
import { refusalOf } from '../testing/refusal.ts';

let database: MigratedDatabase;
let accountId: number;
let campaignId: number;

beforeAll(async () => {
  database = await openMigratedDatabase('transitions');
  accountId = await addAccount(database.db);
  campaignId = await addCampaign(database.db, [accountId]);
});
afterAll(() => database.drop());

/** The transitions the trigger lets pass; whether the columns fit the new state is another constraint's business. */
async function passing<S extends string>(
  table: 'deal' | 'lead' | 'action',
  states: readonly S[],
  build: (state: S) => Promise<number>,
): Promise<string[]> {
  const passed: string[] = [];
  for (const from of states) {
    const id = await build(from);
    for (const to of states) {
      if (from === to) continue;
      const refusal = await refusalOf(database.db, `update ${table} set state = '${to}' where id = ${id}`);
      if (!refusal?.message.startsWith(`A ${table} cannot go from ${from} to ${to}.`))
        passed.push(`${from}>${to}`);
    }
  }
  return passed;
}

function drawn<S extends string>(states: readonly S[], canGo: (from: S, to: S) => boolean): string[] {
  return states.flatMap((from) => states.filter((to) => canGo(from, to)).map((to) => `${from}>${to}`));
}

test('of a deal are those of the domain', async () => {
  const build = async (state: DealState) =>
    (await addDeal(database.db, { campaignId, accountId, state })).dealId;
  const passed = await passing('deal', DealState.options, build);
  expect(passed).toEqual(drawn(DealState.options, canDealGo));
  expect(passed).toEqual(dealTransitions().map((pair) => pair.join('>')));
});

test('of a lead are those of the domain', async () => {
  const { db } = database;
  const build = async (state: LeadState): Promise<number> => {
    if (state === 'url-only') return await addUrlOnlyLead(db);
    if (state === 'promoted') return (await addDeal(db, { campaignId })).leadId;
    const { leadId } = await addLead(db);
    if (state === 'disqualified') await closeLead(db, leadId, 'inaccessible');
    return leadId;
  };
  expect(await passing('lead', LeadState.options, build)).toEqual(drawn(LeadState.options, canLeadGo));
});

test('of an action are those of the domain', async () => {
  const build = async (state: ActionState): Promise<number> => {
    const { leadId, dealId } = await addDeal(database.db, { campaignId });
    return await addAction(database.db, { kind: 'invite', accountId, leadId, dealId, state });
  };
  expect(await passing('action', ActionState.options, build)).toEqual(
    drawn(ActionState.options, canActionGo),
  );
});

test('a refusal is a check violation, which no retry can cure', async () => {
  const { dealId } = await addDeal(database.db, { campaignId });
  const refusal = await refusalOf(database.db, `update deal set state = 'COMPLETED' where id = ${dealId}`);
  expect(refusal).toMatchObject({ code: '23514' });
});
