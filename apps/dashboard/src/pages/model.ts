import type { CampaignAudits } from '@fairlead/db/repositories/audits';
import type { CampaignModelView } from '@fairlead/db/views/campaign-model';
import type { JudgedLeads } from '@fairlead/db/views/judgement';
import { type AuditStanding, auditStanding } from '@fairlead/qualifier/audit';
import { type Answers, fewestAnswers, type Lift, liftOver } from '@fairlead/qualifier/lift';
import type { CalibrationBin } from '@fairlead/shared/domain/fit-report';
import type { Chooser } from '@fairlead/shared/domain/verdict';

/** One interval of predictions: what was predicted beside what was answered. */
export interface CalibrationRow extends CalibrationBin {
  /** Of yes among the answers, 0 to 1. */
  yesShare: number;
}

/** What the campaign's model has spared. */
export interface Savings {
  /** Automatic decisions in force, each of which would have been a question. */
  calls: number;
  /** What they would have taken at the average of the questions that were asked; null while none was. */
  tokens: number | null;
}

export interface ModelPage {
  standing: AuditStanding;
  /** Of the model's choice over chance; null while there are too few answers. */
  lift: Lift | null;
  /** In words. */
  liftText: string;
  choosers: { chooser: string; yes: number; no: number }[];
  calibration: CalibrationRow[];
  savings: Savings;
}

const CHOOSERS: readonly (readonly [Chooser, string])[] = [
  ['model', 'The model'],
  ['random', 'Chance'],
  ['arrival', 'Order of arrival'],
];

/** What was answered about those whom somebody chose. */
export function answersOf(judged: readonly JudgedLeads[], chooser: Chooser): Answers {
  return judged.find(({ chosenBy }) => chosenBy === chooser) ?? { yes: 0, no: 0 };
}

/** The numbers of the page, from stored rows. */
export function modelPage(
  { fit, counts }: CampaignModelView,
  { audits, settledTo, tolerance }: Omit<CampaignAudits, 'campaignId'>,
  judged: readonly JudgedLeads[],
): ModelPage {
  const lift = liftOver(answersOf(judged, 'model'), answersOf(judged, 'random'));
  const calls = counts.parked + counts.modelYes;
  return {
    standing: auditStanding(audits, settledTo, tolerance),
    lift,
    liftText: liftWords(lift),
    choosers: CHOOSERS.map(([chooser, name]) => {
      const { yes, no } = answersOf(judged, chooser);
      return { chooser: name, yes, no };
    }),
    calibration: (fit?.report.calibration ?? []).map((bin) => ({ ...bin, yesShare: bin.yes / bin.people })),
    savings: {
      calls,
      tokens:
        counts.verdictCalls === 0 ? null : Math.round((calls * counts.verdictTokens) / counts.verdictCalls),
    },
  };
}

function liftWords(lift: Lift | null): string {
  if (!lift) return `Too few answers: ${fewestAnswers} of each kind are needed.`;
  if (lift.low > 1) return 'The model finds a yes more often than chance does.';
  return lift.high < 1 ? 'Below random so far.' : 'Not above random so far.';
}
