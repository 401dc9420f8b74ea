import { readAudits, readJudgedLeads } from '@fairlead/db/views/judgement';
import { cachedRead } from '@fairlead/shared/runtime/cached-read';
import type { Metrics } from '@fairlead/shared/runtime/metrics';
import { modelLift } from './model-lift.ts';
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
      help: 'Leads judged by the language model or a human, by who chose them (model, or arrival: first come first served) and the answer.',
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
      help: 'Share of yes among the leads the model chose, divided by the share among those that came first.',
      labels: ['campaign'],
    },
    async () =>
      [...modelLift(await judged())].map(([campaignId, value]) => ({
        labels: { campaign: campaignId },
        value,
      })),
  );
}

function registerAudits(metrics: Metrics, db: SystemMetricsSources['db']): void {
  const audits = cachedRead(CACHE_MS, () => readAudits(db));
  const labels = ['campaign'];
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_audit_checked_verdicts',
      help: 'Verdicts of the model alone that the language model or a human judged again.',
      labels,
    },
    async () =>
      (await audits()).map(({ campaignId, checked }) => ({
        labels: { campaign: campaignId },
        value: checked,
      })),
  );
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_audit_overturned_verdicts',
      help: 'Those of the checked verdicts that were overturned.',
      labels,
    },
    async () =>
      (await audits()).map(({ campaignId, overturned }) => ({
        labels: { campaign: campaignId },
        value: overturned,
      })),
  );
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_audit_error_ratio',
      help: 'Overturned divided by checked verdicts; no sample while none was checked.',
      labels,
    },
    async () =>
      (await audits())
        .filter(({ checked }) => checked > 0)
        .map(({ campaignId, checked, overturned }) => ({
          labels: { campaign: campaignId },
          value: overturned / checked,
        })),
  );
}
