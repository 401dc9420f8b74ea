import type { Health } from './health.ts';
import type { Metrics } from './metrics.ts';

/** What /healthz and /readyz say, for alerts. */
export function registerChecks(metrics: Metrics, health: Health): void {
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_check_ok',
      help: '1 while a check of /healthz (question="live") or /readyz (question="ready") is well.',
      labels: ['question', 'check'],
    },
    async () => {
      const questions = ['live', 'ready'] as const;
      const reports = await Promise.all(questions.map((question) => health.report(question)));
      return reports.flatMap(({ checks }, i) =>
        Object.entries(checks).map(([check, text]) => ({
          labels: { question: questions[i] ?? '', check },
          value: Number(/^ok(:|$)/.test(text)),
        })),
      );
    },
  );
}
