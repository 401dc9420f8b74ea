import type {
  ActionTable,
  CompanyTable,
  ContactTable,
  DealTable,
  DealTransitionTable,
  MessageTable,
  RejectedDraftTable,
} from './deal-tables.ts';
import type {
  AuditPickTable,
  EmbeddingTable,
  JudgementTallyTable,
  LeadRawProfileTable,
  LeadTable,
  LeadTallyTable,
  LlmCallTable,
  ModelSnapshotTable,
  OutcomeTable,
  VectorTallyTable,
  VerdictTable,
} from './lead-tables.ts';
import type {
  AccountTable,
  AppUserTable,
  AuditLogTable,
  CampaignAccountTable,
  CampaignTable,
  DriftEvidenceTable,
  EventTable,
  HandSentInviteTable,
  KeywordCallTable,
  KeywordFindTable,
  LaneClosureTable,
  LaneScheduleTable,
  NewsletterLetterTable,
  PartnerKitTable,
  PlanReportTable,
  PortableModelTable,
  RestorationTable,
  SearchKeywordTable,
} from './operation-tables.ts';
import type { ConversationTable, SavedViewTable, ThreadMessageTable } from './view-tables.ts';

/** Every table. Row types stay inside this package: repositories return domain objects. */
export interface DB {
  account: AccountTable;
  action: ActionTable;
  app_user: AppUserTable;
  audit_log: AuditLogTable;
  audit_pick: AuditPickTable;
  campaign: CampaignTable;
  campaign_account: CampaignAccountTable;
  company: CompanyTable;
  contact: ContactTable;
  conversation: ConversationTable;
  deal: DealTable;
  deal_transition: DealTransitionTable;
  drift_evidence: DriftEvidenceTable;
  embedding: EmbeddingTable;
  event: EventTable;
  hand_sent_invite: HandSentInviteTable;
  judgement_tally: JudgementTallyTable;
  keyword_call: KeywordCallTable;
  keyword_find: KeywordFindTable;
  lane_closure: LaneClosureTable;
  lane_schedule: LaneScheduleTable;
  lead: LeadTable;
  lead_raw_profile: LeadRawProfileTable;
  lead_tally: LeadTallyTable;
  llm_call: LlmCallTable;
  message: MessageTable;
  model_snapshot: ModelSnapshotTable;
  newsletter_letter: NewsletterLetterTable;
  outcome: OutcomeTable;
  partner_kit: PartnerKitTable;
  plan_report: PlanReportTable;
  portable_model: PortableModelTable;
  rejected_draft: RejectedDraftTable;
  restoration: RestorationTable;
  saved_view: SavedViewTable;
  search_keyword: SearchKeywordTable;
  thread_message: ThreadMessageTable;
  vector_tally: VectorTallyTable;
  verdict: VerdictTable;
}
