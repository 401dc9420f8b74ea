import { spawnSync } from 'node:child_process';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { metricsIn } from './promql.ts';
import { registeredMetrics } from './registered-metrics.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PROMETHEUS = join(ROOT, 'deploy/prometheus');

const Panel = z.object({
  id: z.int().positive(),
  type: z.enum(['row', 'stat', 'timeseries', 'state-timeline']),
  title: z.string().min(1),
  gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
  datasource: z.object({ type: z.literal('prometheus'), uid: z.literal(`\${datasource}`) }).optional(),
  targets: z.array(z.object({ refId: z.string(), expr: z.string().min(1) })).default([]),
});
const Dashboard = z.object({
  title: z.literal('Fairlead'),
  uid: z.literal('fairlead'),
  schemaVersion: z.int().min(41),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(Panel).min(1),
});
const Alert = z.strictObject({
  alert: z.string().regex(/^Fairlead[A-Z]\w+$/),
  expr: z.string(),
  for: z
    .string()
    .regex(/^\d+m$/)
    .optional(),
  labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
  annotations: z.strictObject({ summary: z.string().min(1), runbook_url: z.string() }),
});
const Rules = z.object({
  groups: z.array(z.object({ name: z.string(), rules: z.array(Alert).min(1) })).min(1),
});
const RuleTests = z.object({
  tests: z.array(
    z.object({
      alert_rule_test: z.array(z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()) })),
    }),
  ),
});

let registered: ReadonlySet<string>;
let dashboard: z.infer<typeof Dashboard>;
let alerts: z.infer<typeof Alert>[];
let operations: string;
beforeAll(async () => {
  registered = await registeredMetrics();
  dashboard = Dashboard.parse(JSON.parse(await readFile(join(ROOT, 'deploy/grafana/fairlead.json'), 'utf8')));
  const rules = Rules.parse(parseYaml(await readFile(join(PROMETHEUS, 'alerts.yml'), 'utf8')));
  alerts = rules.groups.flatMap((group) => group.rules);
  operations = await readFile(join(ROOT, 'docs/operations.md'), 'utf8');
});

const ours = () =>
  [...registered].filter((name) => /^fairlead_/.test(name) && !/_(bucket|sum|count)$/.test(name));
const inPanels = () =>
  dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsIn(expr)));

test('the metrics of an expression are told from labels, functions, durations and keywords', () => {
  const expression =
    '3 * sum by (le, job) (rate(a_total{job="b_total",x=~"$service"}[5m] offset 1d)) / 28 and on (y) c > bool 2';
  expect(metricsIn(expression)).toEqual(['a_total', 'c']);
});

describe('the Grafana dashboard', () => {
  test('shows only metrics that exist', () => {
    expect(inPanels().filter((name) => !registered.has(name))).toEqual([]);
  });

  test('shows every metric of ours', () => {
    const shown = new Set(inPanels().map((name) => name.replace(/_bucket$/, '')));
    expect(ours().filter((name) => !shown.has(name))).toEqual([]);
  });

  test('asks for the data source and the services', () => {
    expect(dashboard.templating.list.map(({ name, type }) => [name, type])).toEqual([
      ['datasource', 'datasource'],
      ['service', 'query'],
    ]);
  });

  test('places each panel once, within 24 columns, over no other', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    const taken = new Set<string>();
    for (const { title, type, datasource, targets, gridPos } of dashboard.panels) {
      expect(type === 'row' || (datasource && targets.length > 0), title).toBeTruthy();
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        expect(x, title).toBeLessThan(24);
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x},${y}`), `${title} covers ${x},${y}`).toBe(false);
          taken.add(`${x},${y}`);
        }
      }
    }
  });
});

describe('the alerts', () => {
  test('look only at metrics that exist', () => {
    // Prometheus itself writes `up`.
    const named = alerts.flatMap(({ expr }) => metricsIn(expr)).filter((name) => name !== 'up');
    expect(named.filter((name) => !registered.has(name))).toEqual([]);
  });

  test('each have a remedy in docs/operations.md, and each remedy an alert', () => {
    const [, section = ''] = /\n## Alerts\n([\s\S]*?)\n## /.exec(operations) ?? [];
    const remedies = [...section.matchAll(/^### (\w+)\n\n(.+)$/gm)].map(([, name]) => name);
    expect(remedies.sort()).toEqual(alerts.map(({ alert }) => alert).sort());
    for (const { alert, annotations } of alerts)
      expect(annotations.runbook_url).toBe(`docs/operations.md#${alert.toLowerCase()}`);
  });

  test('each have a case in which they fire', async () => {
    const fired = new Set<string>();
    for await (const file of glob('*.test.yml', { cwd: PROMETHEUS })) {
      const { tests } = RuleTests.parse(parseYaml(await readFile(join(PROMETHEUS, file), 'utf8')));
      for (const { alert_rule_test } of tests)
        for (const { alertname, exp_alerts } of alert_rule_test)
          if (exp_alerts.length > 0) fired.add(alertname);
    }
    expect([...fired].sort()).toEqual(alerts.map(({ alert }) => alert).sort());
  });

  test('fire when they should, says promtool', { timeout: 120_000 }, ({ skip }) => {
    const promtool = (...args: string[]) =>
      spawnSync('promtool', args, { cwd: PROMETHEUS, encoding: 'utf8' });
    skip(
      promtool('--version').error !== undefined,
      'promtool is not on PATH (Debian: apt-get install prometheus)',
    );
    for (const args of [
      ['check', 'config', 'prometheus.yml'],
      ['check', 'rules', 'alerts.yml'],
      ['test', 'rules', 'alerts.test.yml', 'alerts-week.test.yml'],
    ]) {
      const { status, stdout, stderr } = promtool(...args);
      expect(status, `${stdout}\n${stderr}`).toBe(0);
    }
  });
});

describe('docs/operations.md', () => {
  test('explains every metric, and no other', () => {
    const explained = [...operations.matchAll(/^\| `(fairlead_[a-z_]+)(?:\{[a-z_,]+\})?` \|/gm)].map(
      ([, name]) => name,
    );
    expect(explained.sort()).toEqual(ours().sort());
  });

  test('names no metric that does not exist', () => {
    const named = [...operations.matchAll(/fairlead_[a-z_]+(?![a-z_*])/g)].map(([name]) => name);
    expect(named.filter((name) => !registered.has(name))).toEqual([]);
  });
});
