import type { Database } from '@fairlead/db/database';
import { listAccounts } from '@fairlead/db/repositories/accounts';
import {
  accountsOfCampaign,
  type Campaign,
  createCampaign,
  getCampaign,
  saveCampaign,
  setCampaignAccounts,
} from '@fairlead/db/repositories/campaigns';
import { recordEvent } from '@fairlead/db/repositories/events';
import { sampleLead, sampleLeads } from '@fairlead/db/views/sample-leads';
import type { Prompts } from '@fairlead/prompts/library';
import { inventedPeople } from '@fairlead/prompts/sample-people';
import { variableRows } from '@fairlead/prompts/template-variables';
import { ApprovalMode } from '@fairlead/shared/domain/approval';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { type Change, changeRoute } from '../change-route.ts';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { NEW_CAMPAIGN, readCampaignForm, textsOf, valuesOfCampaign } from '../pages/campaign-form.ts';
import { type FormFaults, type FormValues, listOf, valuesOf } from '../pages/form-faults.ts';
import { previewPrompts } from '../pages/prompt-preview.ts';
import { optionFields } from '../pages/strategy-options.ts';
import { idOf } from '../request.ts';
import { MAX_INT, RowId } from '../row-id.ts';
import { requireOperator } from '../session/guard.ts';

const SAMPLES = 20;
const Version = z.coerce.number().int().min(0).max(MAX_INT);
const AccountIds = z.array(RowId).max(1_000);

/** What the form shows. */
interface Form {
  values: FormValues;
  accountIds: readonly number[];
  faults?: FormFaults;
  /** Why nothing was saved, where no field is to blame. */
  refusal?: string;
}

/** The form of a campaign: made, changed, and what the language model would be asked with it. */
export function campaignEditRoutes(deps: DashboardDeps, prompts: Prompts): Router {
  const { db } = deps;
  const router = Router();

  const show = async (res: Response, campaign: Campaign | null, form: Form): Promise<void> => {
    const samples = await sampleLeads(db, campaign?.id ?? null, SAMPLES);
    const accounts = await listAccounts(db);
    res.render('campaign-edit', {
      title: campaign?.name ?? 'New campaign',
      campaign,
      tab: 'settings',
      action: campaign ? `/campaigns/${campaign.id}` : '/campaigns/new',
      values: form.values,
      faults: form.faults ?? {},
      refusal: form.refusal ?? null,
      options: optionFields(form.values),
      modes: ApprovalMode.options,
      variables: variableRows(),
      accounts: accounts.map(({ id, handle }) => ({ id, handle, works: form.accountIds.includes(id) })),
      samples: samples.map(({ id, name }) => ({ id: String(id), name })),
      sample: form.values.sample ?? '',
      preview: await previewOf(form.values),
    });
  };
  const previewOf = async (values: FormValues) => {
    const id = RowId.safeParse(values.sample);
    const lead = id.success ? await sampleLead(db, id.data) : null;
    return await previewPrompts(prompts, textsOf(values), lead?.profile ?? inventedPeople()[0]);
  };
  const preview = async (req: Request, res: Response, campaign: Campaign | null): Promise<void> => {
    const values = valuesOf(req.body);
    if (req.get('HX-Request') === 'true') {
      return res.render('partials/prompt-preview', { preview: await previewOf(values) });
    }
    await show(res, campaign, { values, accountIds: accountIdsOf(req) });
  };

  router.get('/campaigns/new', requireOperator, async (_req, res) => {
    const accounts = await listAccounts(db);
    await show(res, null, { values: NEW_CAMPAIGN, accountIds: accounts.map(({ id }) => id) });
  });
  router.get('/campaigns/:id', async (req, res) => {
    const campaign = await campaignOf(db, req);
    const [newest] = await sampleLeads(db, campaign.id, 1);
    const values = { ...valuesOfCampaign(campaign), ...(newest ? { sample: String(newest.id) } : {}) };
    await show(res, campaign, { values, accountIds: await accountsOfCampaign(db, campaign.id) });
  });
  // Previews change nothing: they only read a form.
  router.post('/campaigns/new/preview', requireOperator, (req, res) => preview(req, res, null));
  router.post('/campaigns/:id/preview', requireOperator, async (req, res) =>
    preview(req, res, await campaignOf(db, req)),
  );
  changeRoute(router, '/campaigns/new', requireOperator, deps, async (req, change, res) => {
    const form = { values: valuesOf(req.body), accountIds: accountIdsOf(req) };
    const refuse = (faults: FormFaults) => ({
      again: () => show(res.status(422), null, { ...form, faults }),
    });
    const read = readCampaignForm(form.values, null);
    if ('faults' in read) return refuse(read.faults);
    const id = await createCampaign(change.trx, read.campaign, change.now);
    if (id === null) return refuse(NAME_TAKEN);
    const handles = await assign(change, id, form.accountIds);
    const detail = `by ${change.who}`;
    await recordEvent(change.trx, { kind: 'campaign.created', campaignId: id, detail }, change.now);
    const target = `campaign ${read.campaign.name}`;
    return {
      log: [{ what: 'campaign.created', target, after: { ...read.campaign, accounts: handles } }],
      notice: 'The campaign is made, and paused. Look it over, add keywords if you like, then resume it.',
      next: `/campaigns/${id}`,
    };
  });
  changeRoute(router, '/campaigns/:id', requireOperator, deps, async (req, change, res) => {
    const { trx, now, who } = change;
    const before = await campaignOf(trx, req);
    const form = { values: valuesOf(req.body), accountIds: accountIdsOf(req) };
    const again = (status: number, more: Partial<Form>) => ({
      again: () => show(res.status(status), before, { ...form, ...more }),
    });
    const version = Version.safeParse(form.values.version);
    if (!version.success) throw new HttpError(400, 'This form has fields that cannot be read.');
    const read = readCampaignForm(form.values, before);
    if ('faults' in read) return again(422, { faults: read.faults });
    const saved = await saveCampaign(trx, before.id, version.data, read.campaign, now);
    if (saved === 'name-taken') return again(422, { faults: NAME_TAKEN });
    if (saved === 'stale') return again(409, { refusal: SAVED_MEANWHILE });
    const accountsBefore = await handlesOf(trx, await accountsOfCampaign(trx, before.id));
    const accounts = await assign(change, before.id, form.accountIds);
    await recordEvent(trx, { kind: 'campaign.saved', campaignId: before.id, detail: `by ${who}` }, now);
    const { id: _id, version: _version, paused: _paused, ...fields } = before;
    return {
      log: [
        {
          what: 'campaign.saved',
          target: `campaign ${read.campaign.name}`,
          before: { ...fields, accounts: accountsBefore },
          after: { ...read.campaign, accounts },
        },
      ],
      notice: 'Saved. What is planned from now on goes by it.',
      next: `/campaigns/${before.id}`,
    };
  });
  return router;
}

const NAME_TAKEN: FormFaults = { name: 'Another campaign has this name.' };
const SAVED_MEANWHILE =
  'Somebody else saved this campaign after you opened it, so yours was not saved. What you typed is still here: copy what you need, then open the campaign anew.';

/** The campaign of the path. Throws a 404. */
export async function campaignOf(db: Database, req: Request): Promise<Campaign> {
  const campaign = await getCampaign(db, idOf(req));
  if (!campaign) throw new HttpError(404, 'There is no such campaign.');
  return campaign;
}

function accountIdsOf(req: Request): number[] {
  const parsed = AccountIds.safeParse(listOf(req.body, 'accounts'));
  if (!parsed.success) throw new HttpError(400, 'This form has fields that cannot be read.');
  return parsed.data;
}

/** Lets these accounts work for it, as far as they exist. Returns their handles. */
async function assign({ trx }: Change, campaignId: number, accountIds: readonly number[]): Promise<string[]> {
  const known = (await listAccounts(trx)).filter(({ id }) => accountIds.includes(id));
  await setCampaignAccounts(
    trx,
    campaignId,
    known.map(({ id }) => id),
  );
  return known.map(({ handle }) => handle);
}

async function handlesOf(db: Database, ids: readonly number[]): Promise<string[]> {
  const accounts = await listAccounts(db);
  return accounts.filter(({ id }) => ids.includes(id)).map(({ handle }) => handle);
}
