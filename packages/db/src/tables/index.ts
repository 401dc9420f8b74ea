import type {
  ActionTable,
  CompanyTable,
  ContactTable,
  DealTable,
  DealTransitionTable,
  MessageTable,
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
  CampaignAccountTable,
  CampaignTable,
  DriftEvidenceTable,
  EventTable,
  HandSentInviteTable,
  LaneClosureTable,
  LaneScheduleTable,
  PlanReportTable,
  RestorationTable,
  SearchKeywordTable,
} from './operation-tables.ts';
import type { ConversationTable, SavedViewTable, ThreadMessageTable } from './view-tables.ts';

/** Every table. Row types stay inside this package: repositories return domain objects. */
export interface DB {
  account: AccountTable;
  action: ActionTable;
  app_user: AppUserTable;
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
  lane_closure: LaneClosureTable;
  lane_schedule: LaneScheduleTable;
  lead: LeadTable;
  lead_raw_profile: LeadRawProfileTable;
  lead_tally: LeadTallyTable;
  llm_call: LlmCallTable;
  message: MessageTable;
  model_snapshot: ModelSnapshotTable;
  outcome: OutcomeTable;
  plan_report: PlanReportTable;
  restoration: RestorationTable;
  saved_view: SavedViewTable;
  search_keyword: SearchKeywordTable;
  thread_message: ThreadMessageTable;
  vector_tally: VectorTallyTable;
  verdict: VerdictTable;
}
