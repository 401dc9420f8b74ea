import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '@fairlead/shared/runtime/settings';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { manifestFaults } from '../src/checks/all.ts';
import { browserGraceSeconds } from '../src/checks/scaling.ts';
import { unknownFieldFaults } from '../src/checks/unknown-fields.ts';
import { readManifests, readYaml } from '../src/manifest.ts';
import { COMPONENTS, IMAGES, ROOT, renderVariant, VARIANTS } from './renders.ts';

const nameOf = ({ overlay, components }: (typeof VARIANTS)[number]): string =>
  [overlay, ...components].join(' + ');

describe.each(VARIANTS.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test('is free of faults', () => {
    expect(manifestFaults(renderVariant(variant), IMAGES)).toEqual([]);
  });
});

test('no object has a field that Kubernetes does not know', { timeout: 120_000 }, () => {
  expect(unknownFieldFaults(VARIANTS.flatMap(renderVariant))).toEqual([]);
});

test('every component is part of a variant', () => {
  const used = new Set(VARIANTS.flatMap(({ components }) => components));
  expect([...COMPONENTS].sort()).toEqual([...used].sort());
});

test('the catalogue still lets a job of the browser take ten minutes', () => {
  expect(browserGraceSeconds()).toBe(630);
});

describe('the same as with Docker Compose', () => {
  const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
  const settingsOf = (text: string): string[] =>
    text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

  test('the settings of the sandbox', () => {
    const target = 'FAIRLEAD_TARGET=sandbox';
    expect(settingsOf(read('k8s/overlays/sandbox/settings.env'))).toEqual([
      target,
      ...settingsOf(read('deploy/sandbox.env')),
    ]);
  });

  test('the secrets of the sandbox, and Redis', () => {
    const folder = join(ROOT, 'deploy/secrets/sandbox');
    const files = readdirSync(folder).map((name) => [name, read(`deploy/secrets/sandbox/${name}`).trimEnd()]);
    const [secret] = readManifests(join(ROOT, 'k8s/overlays/sandbox/secret.yaml'));
    expect(secret?.stringData).toEqual({ ...Object.fromEntries(files), 'redis-url': 'redis://redis:6379' });
  });

  test('the secrets that deploy/make-secrets.sh makes', () => {
    const made = [...read('deploy/make-secrets.sh').matchAll(/^(?:keep|ask) ([a-z-]+) /gm)].map(
      ([, name]) => name,
    );
    const [example] = readManifests(join(ROOT, 'k8s/overlays/production/secret.example.yaml'));
    expect(Object.keys(z.object({}).loose().parse(example?.stringData)).sort()).toEqual(
      [...made, 'redis-url'].sort(),
    );
  });
});

test('the production overlay holds no secret, and starts nothing before the risk is accepted', () => {
  const kustomization = readFileSync(join(ROOT, 'k8s/overlays/production/kustomization.yaml'), 'utf8');
  expect(kustomization).not.toContain('secret.example.yaml');
  const settings = readFileSync(join(ROOT, 'k8s/overlays/production/settings.env'), 'utf8');
  expect(settings).toContain('\nFAIRLEAD_RISK_ACCEPTED=no\n');
  for (const name of Object.keys(SETTINGS).filter((each) => /PASSWORD|KEY|_URL$/.test(each)))
    if (name !== 'FAIRLEAD_LINKEDIN_URL') expect(settings).not.toContain(`${name}=`);
});

test('the metric that the autoscaler without KEDA asks for is the one its rule makes', () => {
  const [hpa] = readManifests(join(ROOT, 'k8s/components/autoscale-hpa/hpa.yaml'));
  const [values] = readYaml(join(ROOT, 'k8s/components/autoscale-hpa/prometheus-adapter-values.yaml'));
  const rule = z.object({
    rules: z.object({ external: z.tuple([z.looseObject({ name: z.object({ as: z.string() }) })]) }),
  });
  const { as } = rule.parse(values).rules.external[0].name;
  expect(hpa).toMatchObject({ spec: { metrics: [{ external: { metric: { name: as } } }] } });
});

test('autoscalers ask for a metric that the scheduler has', () => {
  const metrics = readFileSync(join(ROOT, 'apps/scheduler/src/metrics/queues.ts'), 'utf8');
  expect(metrics).toContain("name: 'fairlead_queue_jobs'");
  for (const path of ['autoscale-keda/scaled-object.yaml', 'autoscale-hpa/prometheus-adapter-values.yaml'])
    expect(readFileSync(join(ROOT, 'k8s/components', path), 'utf8')).toContain(
      'fairlead_queue_jobs{queue="ml",state=~"waiting|active"',
    );
});

test('one job more than a worker takes at once asks for another worker', () => {
  const main = readFileSync(join(ROOT, 'apps/ml-worker/src/main.ts'), 'utf8');
  const [, concurrency] = /^const CONCURRENCY = (\d+);$/m.exec(main) ?? [];
  const [scaled] = readManifests(join(ROOT, 'k8s/components/autoscale-keda/scaled-object.yaml'));
  const [hpa] = readManifests(join(ROOT, 'k8s/components/autoscale-hpa/hpa.yaml'));
  expect(scaled).toMatchObject({ spec: { triggers: [{ metadata: { threshold: concurrency } }] } });
  expect(hpa).toMatchObject({ spec: { metrics: [{ external: { target: { averageValue: concurrency } } }] } });
});

test('the profile that Chromium needs is the one the documentation lays on the nodes', () => {
  expect(existsSync(join(ROOT, 'deploy/chromium-seccomp.json'))).toBe(true);
  const guide = readFileSync(join(ROOT, 'docs/kubernetes.md'), 'utf8');
  const [worker] = readManifests(join(ROOT, 'k8s/base/browser-worker.yaml'));
  expect(JSON.stringify(worker)).toContain('"localhostProfile":"profiles/fairlead-chromium.json"');
  expect(guide).toContain('deploy/chromium-seccomp.json');
  expect(guide).toContain('/var/lib/kubelet/seccomp/profiles/fairlead-chromium.json');
});
