import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Manifest, readManifests, titleOf } from '../src/manifest.ts';
import { renderKustomization } from '../src/render/render.ts';

const FIXTURE = join(import.meta.dirname, 'fixture');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kustomization-'));
  cpSync(FIXTURE, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const byTitle = (manifests: readonly Manifest[]): Record<string, Manifest> =>
  Object.fromEntries(manifests.map((one) => [titleOf(one), one]));

// Written by: kubectl kustomize packages/manifests/test/fixture/overlay (kustomize 5.5).
test('renders what kustomize itself renders', () => {
  const expected = readManifests(join(FIXTURE, 'expected.golden.yaml'));
  const rendered = renderKustomization(join(FIXTURE, 'overlay'));
  expect(byTitle(rendered)).toEqual(byTitle(expected));
  expect(rendered).toHaveLength(expected.length);
});

const KUSTOMIZATION = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';
const PATCH = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: any }\n';
const TARGET =
  'resources: [../base]\npatches: [{ path: p.yaml, target: { kind: Deployment, name: NAME } }]\n';
const TO_FIRST = TARGET.replace('NAME', 'first');

test.each([
  { what: 'a field it does not know', kustomization: 'namePrefix: x-\n', says: 'namePrefix' },
  { what: 'a patch in place', kustomization: 'patches: [{ patch: "" }]\n', says: 'path' },
  { what: 'a file that is missing', kustomization: 'resources: [none.yaml]\n', says: 'none.yaml' },
  { what: 'the same twice', kustomization: 'resources: [../base, ../base]\n', says: 'Two objects are' },
  {
    what: 'quotes in settings',
    kustomization: 'configMapGenerator: [{ name: a, literals: ["A=\\"b\\""] }]\n',
    says: 'without quotes',
  },
  {
    what: 'a setting given twice',
    kustomization: 'configMapGenerator: [{ name: a, literals: [A=1, A=2] }]\n',
    says: 'stands there twice',
  },
  { what: 'a patch of nothing', kustomization: TARGET.replace('NAME', 'firs'), says: 'nothing matches' },
  {
    what: 'a patch that removes',
    kustomization: TO_FIRST,
    patch: 'spec: { template: null }\n',
    says: 'only add and replace',
  },
  {
    what: 'a patch of a list whose items it cannot tell apart',
    kustomization: TO_FIRST,
    patch: 'spec: { template: { spec: { containers: [{ name: main, envFrom: [{ prefix: a }] }] } } }\n',
    says: 'No merge key is known for the list envFrom',
  },
])('$what is refused', ({ kustomization, patch = '', says }) => {
  writeFileSync(join(folder, 'overlay/kustomization.yaml'), KUSTOMIZATION + kustomization);
  writeFileSync(join(folder, 'overlay/p.yaml'), PATCH + patch);
  expect(() => renderKustomization(join(folder, 'overlay'))).toThrow(says);
});
