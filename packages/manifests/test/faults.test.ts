import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { manifestFaults } from '../src/checks/all.ts';
import { unknownFieldFaults } from '../src/checks/unknown-fields.ts';
import { type Manifest, readYaml, titleOf } from '../src/manifest.ts';
import { IMAGES, renderVariant } from './renders.ts';

const RENDERED = {
  production: JSON.stringify(
    renderVariant({ overlay: 'production', components: ['datastores', 'pod-monitor', 'autoscale-keda'] }),
  ),
  sandbox: JSON.stringify(renderVariant({ overlay: 'sandbox', components: [] })),
};
const POD = 'spec.template.spec';
const PLACES: Readonly<Record<string, string>> = {
  POD,
  MAIN: `${POD}.containers.0`,
  WAIT: `${POD}.initContainers.0`,
};

const Plant = z.strictObject({
  what: z.string(),
  overlay: z.enum(['production', 'sandbox']).default('production'),
  object: z.string(),
  path: z.string(),
  value: z.unknown().optional(),
  says: z.string(),
});

const Bag = z.custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null);

/** Puts a value at a path, `spec.ports.0`, of an object; undefined removes what is there. */
function put(object: unknown, path: string, value: unknown): void {
  const keys = path.replace(/^(POD|MAIN|WAIT)/, (place) => PLACES[place] ?? place).split('.');
  const last = keys.pop() ?? '';
  const parent = Bag.parse(keys.reduce((inner, key) => Bag.parse(inner)[key], object));
  if (value === undefined) delete parent[last];
  else parent[last] = value;
}

function broken({ overlay, object, path, value }: Omit<z.infer<typeof Plant>, 'says' | 'what'>): Manifest[] {
  const manifests = JSON.parse(RENDERED[overlay]) as Manifest[];
  const manifest = manifests.find((one) => titleOf(one) === object);
  if (!manifest) throw new Error(`There is no ${object}`);
  put(manifest, path, value);
  return manifests;
}

const plants = z.array(Plant).parse(readYaml(join(import.meta.dirname, 'faults.yaml'))[0]);

test.each(plants)('$what is found', (plant) => {
  expect(manifestFaults(broken(plant), IMAGES).join('\n')).toContain(plant.says);
});

test('the objects that are broken here are free of faults otherwise', () => {
  for (const rendered of Object.values(RENDERED))
    expect(manifestFaults(JSON.parse(rendered) as Manifest[], IMAGES)).toEqual([]);
});

test('two autoscalers are found', () => {
  const manifests = renderVariant({ overlay: 'production', components: ['autoscale-keda', 'autoscale-hpa'] });
  expect(manifestFaults(manifests, IMAGES)).toEqual([
    'ScaledObject/ml-worker and HorizontalPodAutoscaler/ml-worker would work against each other',
  ]);
});

test('fields that Kubernetes does not know are found, wherever they stand', { timeout: 120_000 }, () => {
  const plant = (object: string, path: string): Manifest[] =>
    broken({ overlay: 'production', object, path, value: { a: 1 } }).filter((one) => titleOf(one) === object);
  const faults = unknownFieldFaults([
    ...plant('Deployment/scheduler', 'MAIN.readinesProbe'),
    ...plant('NetworkPolicy/dns', 'spec.egres'),
    ...plant('ScaledObject/ml-worker', 'spec.triggers.0.metadataa'),
    ...plant('Service/dashboard', 'specs'),
  ]);
  expect(faults.map((fault) => /^(\S+): .*'"(\w+)"' does not exist/.exec(fault)?.slice(1))).toEqual([
    ['Deployment/scheduler', 'readinesProbe'],
    ['NetworkPolicy/dns', 'egres'],
    ['ScaledObject/ml-worker', 'metadataa'],
    ['Service/dashboard', 'specs'],
  ]);
});
