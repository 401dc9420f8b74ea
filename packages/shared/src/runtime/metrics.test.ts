import { expect, test } from 'vitest';
import { createMetrics, type Sample } from './metrics.ts';

const metricsOf = () => createMetrics('test', { withProcess: false });
const FACTS = { help: 'Jobs.', labels: ['job'] } as const;

/** The lines of the rendered text that are samples of the metric. */
async function samples(metrics: ReturnType<typeof metricsOf>, name: string): Promise<string[]> {
  return (await metrics.render()).split('\n').filter((line) => line.startsWith(name));
}

test('counters and histograms carry their labels and the service', async () => {
  const metrics = metricsOf();
  const count = metrics.counter({ ...FACTS, name: 'fairlead_jobs_total' });
  const observe = metrics.histogram({ ...FACTS, name: 'fairlead_run_seconds' }, [1, 5]);
  count({ job: 'fit' });
  count({ job: 'fit' });
  observe({ job: 'fit' }, 3);
  expect(await samples(metrics, 'fairlead_jobs')).toEqual([
    'fairlead_jobs_total{job="fit",service="test"} 2',
  ]);
  expect(await samples(metrics, 'fairlead_run')).toContain(
    'fairlead_run_seconds_bucket{le="5",service="test",job="fit"} 1',
  );
  expect(await metrics.render()).toContain(
    '# HELP fairlead_jobs_total Jobs.\n# TYPE fairlead_jobs_total counter',
  );
});

test.each(['counter', 'gauge'] as const)(
  'a %s read at scrape holds only what the last read said',
  async (kind) => {
    const metrics = metricsOf();
    let answer: readonly Sample[] = [{ labels: { job: 'fit' }, value: 3 }];
    metrics.readAtScrape(kind, { ...FACTS, name: 'fairlead_x_total' }, () => Promise.resolve(answer));
    expect(await samples(metrics, 'fairlead_x')).toEqual(['fairlead_x_total{job="fit",service="test"} 3']);
    // Two that ask at once must not add up.
    await Promise.all([metrics.render(), metrics.render()]);
    expect(await samples(metrics, 'fairlead_x')).toEqual(['fairlead_x_total{job="fit",service="test"} 3']);
    answer = [{ labels: { job: 'embed' }, value: 1 }];
    expect(await samples(metrics, 'fairlead_x')).toEqual(['fairlead_x_total{job="embed",service="test"} 1']);
  },
);

test('a read that fails leaves no samples, is counted, and does not disturb the rest', async () => {
  const metrics = metricsOf();
  metrics.readAtScrape('gauge', { name: 'fairlead_age_seconds', help: 'Age.', labels: [] }, () =>
    Promise.reject(new Error('the database is gone')),
  );
  metrics.readAtScrape('gauge', { name: 'fairlead_b', help: 'B.', labels: [] }, () =>
    Promise.resolve([{ labels: {}, value: 7 }]),
  );
  await metrics.render();
  expect(await samples(metrics, 'fairlead_age')).toEqual([]);
  expect(await samples(metrics, 'fairlead_b')).toEqual(['fairlead_b{service="test"} 7']);
  expect((await samples(metrics, 'fairlead_metric_read_failures_total')).join()).toMatch(
    /metric="fairlead_age_seconds",service="test"\} [1-9]/,
  );
});
