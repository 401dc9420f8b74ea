import { readCampaignAudits } from '@fairlead/db/repositories/audits';
import { type JudgedLeads, readJudgedLeads } from '@fairlead/db/views/judgement';
import { auditStanding } from '@fairlead/qualifier/audit';
import { type Lift, liftOver } from '@fairlead/qualifier/lift';
import { cachedRead } from '@fairlead/shared/runtime/cached-read';
import type { Metrics } from '@fairlead/shared/runtime/metrics';
import type { SystemMetricsSources } from './sources.ts';

// Counts of all verdicts, which change by a few a minute.
const CACHE_MS = 60_000;

/** How well the campaigns' models choose and decide; the definitions stand in docs/operations.md. */
export function registerJudgement(metrics: Metrics, { db }: Pick<SystemMetricsSources, 'db'>): void {
  registerLift(metrics, db);
  registerAudits(metrics, db);
}

function registerLift(metrics: Metrics, db: SystemMetricsSources['db']): void {
  const judged = cachedRead(CACHE_MS, () => readJudgedLeads(db));
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_judged_leads',
      help: 'Leads the language model was asked about, by who chose them (model, random, or arrival: first come first served) and the last word on them.',
      labels: ['campaign', 'chosen_by', 'answer'],
    },
    async () =>
      (await judged()).flatMap(({ campaignId, chosenBy, yes, no }) => [
        { labels: { campaign: campaignId, chosen_by: chosenBy, answer: 'yes' }, value: yes },
        { labels: { campaign: campaignId, chosen_by: chosenBy, answer: 'no' }, value: no },
      ]),
  );
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_model_lift_ratio',
      help: 'Share of yes among the leads the model chose, divided by the share among those drawn at random.',
      labels: ['campaign'],
    },
    async () =>
      liftsOf(await judged()).map(({ campaignId, ratio }) => ({
        labels: { campaign: campaignId },
        value: ratio,
      })),
  );
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_model_lift_bound_ratio',
      help: 'The ends of the 95 % interval of the model lift.',
      labels: ['campaign', 'end'],
    },
    async () =>
      liftsOf(await judged()).flatMap(({ campaignId, low, high }) => [
        { labels: { campaign: campaignId, end: 'low' }, value: low },
        { labels: { campaign: campaignId, end: 'high' }, value: high },
      ]),
  );
}

/** Of each campaign that has one. */
function liftsOf(judged: readonly JudgedLeads[]): (Lift & { campaignId: number })[] {
  const none = { yes: 0, no: 0 };
  return [...Map.groupBy(judged, ({ campaignId }) => campaignId)].flatMap(([campaignId, own]) => {
    const by = (chooser: JudgedLeads['chosenBy']) => own.find(({ chosenBy }) => chosenBy === chooser) ?? none;
    const lift = liftOver(by('model'), by('random'));
    return lift ? [{ campaignId, ...lift }] : [];
  });
}

function registerAudits(metrics: Metrics, db: SystemMetricsSources['db']): void {
  const standings = cachedRead(CACHE_MS, async () =>
    (await readCampaignAudits(db)).map(({ campaignId, audits, settledTo, tolerance }) => ({
      campaignId,
      ...auditStanding(audits, settledTo, tolerance),
    })),
  );
  type Standing = Awaited<ReturnType<typeof standings>>[number];
  const gauge = (
    name: `fairlead_${string}`,
    help: string,
    read: (standing: Standing) => number | undefined,
  ): void =>
    metrics.readAtScrape('gauge', { name, help, labels: ['campaign'] }, async () =>
      (await standings()).flatMap((standing) => {
        const value = read(standing);
        return value === undefined ? [] : [{ labels: { campaign: standing.campaignId }, value }];
      }),
    );
  gauge(
    'fairlead_audit_checked_verdicts',
    'Automatic decisions drawn at random and checked, since a fit last settled the audits.',
    ({ checked }) => checked,
  );
  gauge(
    'fairlead_audit_overturned_verdicts',
    'Those of the checked decisions that were wrong.',
    ({ disagreed }) => disagreed,
  );
  gauge(
    'fairlead_audit_error_ratio',
    'Wrong divided by checked decisions; no sample while none was checked.',
    ({ interval }) => interval?.share,
  );
  gauge(
    'fairlead_automatic_decisions_allowed',
    "1 while the campaign's model may decide by itself; 0 when audits found it wrong more often than is tolerated.",
    ({ automatic }) => Number(automatic),
  );
}
