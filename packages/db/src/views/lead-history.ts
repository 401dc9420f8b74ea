import type { ActionState } from '@fairlead/shared/domain/action';
import type { ClosingReason, DealState } from '@fairlead/shared/domain/deal';
import type { LeadClosedReason, LeadState } from '@fairlead/shared/domain/lead';
import type { ActionKind } from '@fairlead/shared/domain/limits';
import type { DraftProblem, MessageState } from '@fairlead/shared/domain/message';
import type { Profile } from '@fairlead/shared/domain/profile';
import type { Chooser, ModelConcern, VerdictSource } from '@fairlead/shared/domain/verdict';
import type { Database } from '../database.ts';

/** A person, as the page about them shows them. */
export interface LeadDetail {
  id: number;
  publicId: string;
  state: LeadState;
  closedReason: LeadClosedReason | null;
  profile: Profile | null;
  discoveredAt: Date;
  enrichedAt: Date | null;
}

/** Null when there is no such lead. */
export async function getLeadDetail(db: Database, leadId: number): Promise<LeadDetail | null> {
  const row = await db
    .selectFrom('lead')
    .select([
      'id',
      'public_id as publicId',
      'state',
      'closed_reason as closedReason',
      'profile',
      'discovered_at as discoveredAt',
      'enriched_at as enrichedAt',
    ])
    .where('id', '=', leadId)
    .executeTakeFirst();
  return row ?? null;
}

export interface LeadVerdict {
  id: number;
  campaignId: number;
  campaignName: string;
  qualified: boolean;
  reason: string;
  source: VerdictSource;
  modelVersion: string | null;
  confidence: number | null;
  /** Who chose the lead to be judged. */
  chosenBy: Chooser | null;
  /** What the model had decided by itself, where this verdict was asked for in order to check it. */
  auditedQualified: boolean | null;
  /** What was wrong with the model when it spoke. */
  concerns: readonly ModelConcern[];
  createdAt: Date;
  supersededAt: Date | null;
}

/** Every verdict about the person, newest first. */
export async function verdictsOfLead(db: Database, leadId: number): Promise<LeadVerdict[]> {
  return await db
    .selectFrom('verdict')
    .innerJoin('campaign', 'campaign.id', 'verdict.campaign_id')
    .select([
      'verdict.id',
      'verdict.campaign_id as campaignId',
      'campaign.name as campaignName',
      'verdict.qualified',
      'verdict.reason',
      'verdict.source',
      'verdict.model_version as modelVersion',
      'verdict.confidence',
      'verdict.chosen_by as chosenBy',
      'verdict.audited_qualified as auditedQualified',
      'verdict.concerns',
      'verdict.created_at as createdAt',
      'verdict.superseded_at as supersededAt',
    ])
    .where('verdict.lead_id', '=', leadId)
    .orderBy('verdict.id', 'desc')
    .execute();
}

export interface LeadDeal {
  id: number;
  campaignName: string;
  accountHandle: string | null;
  company: string;
  state: DealState;
  closingReason: ClosingReason | null;
  closingDetail: string | null;
  score: number | null;
  nextCheckAt: Date | null;
  createdAt: Date;
  pendingAt: Date | null;
  connectedAt: Date | null;
  completedAt: Date | null;
  failedAt: Date | null;
  messageText: string | null;
  messageState: MessageState | null;
  messageProblems: DraftProblem[] | null;
  messageModel: string | null;
  messageSentAt: Date | null;
  messageApprovedBy: string | null;
  messageApprovedAt: Date | null;
  inviteApprovedBy: string | null;
  inviteApprovedAt: Date | null;
}

/** The person's deals with their follow-up text, newest first. */
export async function dealsOfLead(db: Database, leadId: number): Promise<LeadDeal[]> {
  return await db
    .selectFrom('deal')
    .innerJoin('campaign', 'campaign.id', 'deal.campaign_id')
    .innerJoin('company', 'company.id', 'deal.company_id')
    .leftJoin('account', 'account.id', 'deal.account_id')
    .leftJoin('message', 'message.deal_id', 'deal.id')
    .select([
      'deal.id',
      'campaign.name as campaignName',
      'account.handle as accountHandle',
      'company.name as company',
      'deal.state',
      'deal.closing_reason as closingReason',
      'deal.closing_detail as closingDetail',
      'deal.score',
      'deal.next_check_at as nextCheckAt',
      'deal.created_at as createdAt',
      'deal.pending_at as pendingAt',
      'deal.connected_at as connectedAt',
      'deal.completed_at as completedAt',
      'deal.failed_at as failedAt',
      'message.text as messageText',
      'message.state as messageState',
      'message.problems as messageProblems',
      'message.model as messageModel',
      'message.sent_at as messageSentAt',
      'message.approved_by as messageApprovedBy',
      'message.approved_at as messageApprovedAt',
      'deal.invite_approved_by as inviteApprovedBy',
      'deal.invite_approved_at as inviteApprovedAt',
    ])
    .where('deal.lead_id', '=', leadId)
    .orderBy('deal.id', 'desc')
    .execute();
}

export interface LeadTransition {
  id: number;
  at: Date;
  campaignName: string;
  from: DealState | null;
  to: DealState;
  detail: string | null;
}

/** Every step of the person's deals, oldest first. */
export async function transitionsOfLead(db: Database, leadId: number): Promise<LeadTransition[]> {
  return await db
    .selectFrom('deal_transition')
    .innerJoin('deal', 'deal.id', 'deal_transition.deal_id')
    .innerJoin('campaign', 'campaign.id', 'deal.campaign_id')
    .select([
      'deal_transition.id',
      'deal_transition.at',
      'campaign.name as campaignName',
      'deal_transition.from_state as from',
      'deal_transition.to_state as to',
      'deal_transition.detail',
    ])
    .where('deal.lead_id', '=', leadId)
    .orderBy('deal_transition.id')
    .execute();
}

export interface LeadAction {
  id: number;
  kind: ActionKind;
  state: ActionState;
  accountHandle: string;
  intentAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  reason: string | null;
}

/** The ledger's rows about the person, oldest first. */
export async function actionsOfLead(db: Database, leadId: number): Promise<LeadAction[]> {
  return await db
    .selectFrom('deal')
    .innerJoin('action', 'action.deal_id', 'deal.id')
    .innerJoin('account', 'account.id', 'action.account_id')
    .select([
      'action.id',
      'action.kind',
      'action.state',
      'account.handle as accountHandle',
      'action.intent_at as intentAt',
      'action.started_at as startedAt',
      'action.finished_at as finishedAt',
      'action.reason',
    ])
    .where('deal.lead_id', '=', leadId)
    .orderBy('action.id')
    .execute();
}
