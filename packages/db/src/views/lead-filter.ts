import type { LeadState } from '@fairlead/shared/domain/lead';
import type { VerdictSource } from '@fairlead/shared/domain/verdict';
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { DB } from '../tables/index.ts';

/** Whom a list of leads shows. What is absent does not matter. */
export interface LeadFilter {
  state?: LeadState;
  /** Each of its words must be one of the name, the headline, a position, the place, the industry or the address; the last may be the beginning of one. */
  text?: string;
  /** Verdicts of this campaign; alone: people it has judged. */
  campaignId?: number;
  /** What a current verdict says; `none`: there is none. */
  verdict?: 'yes' | 'no' | 'none';
  source?: VerdictSource;
  /** Lower-case ISO 3166-1 alpha-2. */
  country?: string;
  hasCompany?: boolean;
}

/** Whether the filter leaves anybody out. */
export function isFiltering(filter: LeadFilter): boolean {
  const { state, text, campaignId, verdict, source, country, hasCompany } = filter;
  return [state, text, campaignId, verdict, source, country, hasCompany].some((part) => part !== undefined);
}

/** The leads that pass. */
export function matchingLeads(db: Database, filter: LeadFilter) {
  const { state, text, campaignId, verdict, source, country, hasCompany } = filter;
  const asksForVerdict = campaignId !== undefined || verdict !== undefined || source !== undefined;
  return db
    .selectFrom('lead')
    .$if(state !== undefined, (q) => q.where('lead.state', '=', state ?? 'enriched'))
    .$if(text !== undefined, (q) => q.where(matchesText(text ?? '')))
    .$if(country !== undefined, (q) => q.where('lead.country', '=', country ?? ''))
    .$if(hasCompany !== undefined, (q) => q.where('lead.company', hasCompany ? 'is not' : 'is', null))
    .$if(asksForVerdict, (q) =>
      q.where((eb) => (verdict === 'none' ? eb.not(hasVerdict(eb, filter)) : hasVerdict(eb, filter))),
    );
}

function hasVerdict(eb: ExpressionBuilder<DB, 'lead'>, { campaignId, verdict, source }: LeadFilter) {
  const found = eb
    .selectFrom('verdict')
    .select('verdict.id')
    .whereRef('verdict.lead_id', '=', 'lead.id')
    .where('verdict.superseded_at', 'is', null)
    .$if(campaignId !== undefined, (q) => q.where('verdict.campaign_id', '=', campaignId ?? 0))
    .$if(verdict === 'yes' || verdict === 'no', (q) => q.where('verdict.qualified', '=', verdict === 'yes'))
    .$if(source !== undefined, (q) => q.where('verdict.source', '=', source ?? 'human'));
  return eb.exists(found);
}

/** The words somebody looks for, as the index splits them: letters and digits, whatever the case. */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** A text without any word matches nobody. Only the last word may go on: the index finds whole words much faster. */
function matchesText(text: string) {
  const words = wordsOf(text);
  if (words.length === 0) return sql<SqlBool>`false`;
  const query = `${words.map((word) => `'${word}'`).join(' & ')}:*`;
  return sql<SqlBool>`lead.words @@ to_tsquery('simple', ${query})`;
}
