import { LIVE_ACTION_STATES, OPEN_ACTION_STATES } from '@fairlead/shared/domain/action';
import { modesThatGive, type Permission } from '@fairlead/shared/domain/approval';
import type { LimitedKind } from '@fairlead/shared/domain/limits';
import type { ExpressionBuilder } from 'kysely';
import type { Database } from '../database.ts';
import type { DB } from '../tables/index.ts';

/*
 * Which rows await which lane. The plan counts them and the handlers take from them, so that both
 * always mean the same rows. Each returns a query without a selection; those about deals and acts mean
 * all campaigns', so that the plan counts for all at once and a handler adds the one it works for.
 * What awaits embed and qualify the plan reads from `tallies.ts`.
 */

/** Url-only leads that may be read now. */
export function eligibleToEnrich(db: Database, now: Date) {
  return db
    .selectFrom('lead')
    .where('lead.state', '=', 'url-only')
    .where((eb) => eb.or([eb('lead.enrich_after', 'is', null), eb('lead.enrich_after', '<=', now)]));
}

/** Enriched leads that lack a vector of this model. As a count: `leadsToEmbed` of tallies.ts. */
export function eligibleToEmbed(db: Database, model: string) {
  return db
    .selectFrom('lead')
    .where('lead.profile', 'is not', null)
    .where('lead.closed_reason', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('embedding')
            .select('embedding.lead_id')
            .whereRef('embedding.lead_id', '=', 'lead.id')
            .where('embedding.model', '=', model),
        ),
      ),
    );
}

/** Leads with a vector of this model that await this campaign's judgement. As a count: `candidates` of tallies.ts. */
export function eligibleToJudge(db: Database, campaignId: number, model: string) {
  return db
    .selectFrom('embedding')
    .innerJoin('lead', 'lead.id', 'embedding.lead_id')
    .where('embedding.model', '=', model)
    .where('lead.profile', 'is not', null)
    .where('lead.closed_reason', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('verdict')
            .select('verdict.id')
            .whereRef('verdict.lead_id', '=', 'lead.id')
            .where('verdict.campaign_id', '=', campaignId)
            .where('verdict.superseded_at', 'is', null),
        ),
      ),
    );
}

/**
 * Leads with a vector of this model that may seed a partner campaign: disqualified by the language model or a
 * human, not closed, and never anybody's deal, whatever became of it; without a deal nobody was ever written to.
 * Nor anybody the operator invited by hand.
 */
export function eligibleToSeed(db: Database, model: string) {
  return db
    .selectFrom('lead')
    .innerJoin('embedding', 'embedding.lead_id', 'lead.id')
    .where('embedding.model', '=', model)
    .where('lead.state', '=', 'disqualified')
    .where('lead.closed_reason', 'is', null)
    .where('lead.profile', 'is not', null)
    .where('lead.public_id', 'not in', db.selectFrom('hand_sent_invite').select('public_id'))
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('deal').select('deal.id').whereRef('deal.lead_id', '=', 'lead.id'))),
    )
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('verdict')
          .select('verdict.id')
          .whereRef('verdict.lead_id', '=', 'lead.id')
          .where('verdict.superseded_at', 'is', null)
          .where('verdict.source', '!=', 'model')
          .where('verdict.qualified', '=', false),
      ),
    );
}

/** The deal is not waiting to be tried again. */
function mayActNow(now: Date) {
  return (eb: ExpressionBuilder<DB, 'deal'>) =>
    eb.or([eb('deal.act_after', 'is', null), eb('deal.act_after', '<=', now)]);
}

/**
 * Nothing about the person is unsettled: until it is, nothing else is done for them. Not by `not exists`:
 * the few open acts are looked up once, not once for each deal.
 */
export function isSettled(eb: ExpressionBuilder<DB, 'deal'>) {
  const open = eb
    .selectFrom('action')
    .select('action.lead_id')
    .where('action.state', 'in', OPEN_ACTION_STATES);
  return eb('deal.lead_id', 'not in', open);
}

/** The deal's campaign gives acts of the kind this permission. */
function campaignGives(eb: ExpressionBuilder<DB, 'deal'>, kind: LimitedKind, permission: Permission) {
  const campaigns = eb
    .selectFrom('campaign')
    .select('campaign.id')
    .where('campaign.approval_mode', 'in', modesThatGive(kind, permission));
  return eb('deal.campaign_id', 'in', campaigns);
}

/** Acts without an outcome that may be looked at now. Those that wait for a human are not among them. */
export function eligibleToSettle(db: Database, now: Date) {
  return db
    .selectFrom('action')
    .innerJoin('deal', 'deal.id', 'action.deal_id')
    .where('action.state', 'in', OPEN_ACTION_STATES)
    .where('action.needs_human_at', 'is', null)
    .where((eb) => eb.or([eb('action.look_after', 'is', null), eb('action.look_after', '<=', now)]));
}

/**
 * NEW deals that are not waiting to be tried again, whose person nothing is unsettled about, and whose
 * invitation needs no approval or has it. The ledger asks once more: `permission.ts`.
 */
export function eligibleToConnect(db: Database, now: Date) {
  return db
    .selectFrom('deal')
    .where('deal.state', '=', 'NEW')
    .where(mayActNow(now))
    .where(isSettled)
    .where((eb) =>
      eb.or([
        campaignGives(eb, 'invite', 'free'),
        eb('deal.invite_approved_at', 'is not', null).and(campaignGives(eb, 'invite', 'approved')),
      ]),
    );
}

/** NEW deals whose invitation waits for a human's approval. */
export function invitesToApprove(db: Database) {
  return db
    .selectFrom('deal')
    .where('deal.state', '=', 'NEW')
    .where('deal.invite_approved_at', 'is', null)
    .where((eb) => campaignGives(eb, 'invite', 'approved'))
    .where(isSettled);
}

/** PENDING deals whose next look is due. */
export function eligibleToCheck(db: Database, now: Date) {
  return db.selectFrom('deal').where('deal.state', '=', 'PENDING').where('deal.next_check_at', '<=', now);
}

/** CONNECTED deals without a follow-up text, of campaigns that send any. */
export function eligibleToDraft(db: Database) {
  return db
    .selectFrom('deal')
    .where('deal.state', '=', 'CONNECTED')
    .where((eb) => eb.not(campaignGives(eb, 'message', 'never')))
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('message').select('message.id').whereRef('message.deal_id', '=', 'deal.id'))),
    );
}

/**
 * CONNECTED deals whose text is frozen and needs no approval or has it, whose sending was not begun, and that are
 * not waiting to be tried again. The ledger asks for the approval once more: `permission.ts`.
 */
export function eligibleToFollowUp(db: Database, now: Date) {
  return db
    .selectFrom('deal')
    .innerJoin('message', 'message.deal_id', 'deal.id')
    .where('deal.state', '=', 'CONNECTED')
    .where('message.state', '=', 'frozen')
    .where(mayActNow(now))
    .where(isSettled)
    .where((eb) =>
      eb.or([
        campaignGives(eb, 'message', 'free'),
        eb('message.approved_at', 'is not', null).and(campaignGives(eb, 'message', 'approved')),
      ]),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('action')
            .select('action.id')
            .whereRef('action.message_id', '=', 'message.id')
            // Every act with a message is of this kind; said here, the index of live messages answers.
            .where('action.kind', '=', 'message')
            .where('action.state', 'in', LIVE_ACTION_STATES),
        ),
      ),
    );
}

/**
 * CONNECTED deals whose text waits for a human's approval: the campaign asks for it, or the draft's check found
 * something wrong with it, whatever the campaign asks for.
 */
export function messagesToApprove(db: Database) {
  return db
    .selectFrom('deal')
    .innerJoin('message', 'message.deal_id', 'deal.id')
    .where('deal.state', '=', 'CONNECTED')
    .where('message.state', 'in', ['held', 'frozen'])
    .where('message.approved_at', 'is', null)
    .where((eb) =>
      eb.or([
        campaignGives(eb, 'message', 'approved'),
        eb('message.state', '=', 'held').and(eb.not(campaignGives(eb, 'message', 'never'))),
      ]),
    )
    .where(isSettled);
}

/** Phrases nobody searched for yet. */
export function unusedKeywords(db: Database) {
  return db.selectFrom('search_keyword').where('search_keyword.used_at', 'is', null);
}
