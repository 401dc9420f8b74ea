import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Images } from '../src/checks/pods.ts';
import { type Manifest, readManifests } from '../src/manifest.ts';
import { renderKustomization } from '../src/render/render.ts';

export const ROOT = join(import.meta.dirname, '../../..');
const OVERLAYS = join(ROOT, 'k8s/overlays');
const SECRET_EXAMPLE = join(OVERLAYS, 'production/secret.example.yaml');

/** What the Dockerfile can build. */
export const IMAGES: Images = {
  targets: [...readFileSync(join(ROOT, 'Dockerfile'), 'utf8').matchAll(/^FROM \S+ AS ([a-z]+)$/gm)].map(
    ([, target]) => target ?? '',
  ),
};

/** One way to deploy: an overlay with components. */
export interface Variant {
  overlay: 'sandbox' | 'production';
  components: readonly string[];
}

/** Every combination that the documentation names. */
export const VARIANTS: readonly Variant[] = [
  { overlay: 'sandbox', components: [] },
  { overlay: 'production', components: [] },
  { overlay: 'production', components: ['datastores'] },
  { overlay: 'production', components: ['pod-monitor', 'autoscale-keda'] },
  { overlay: 'production', components: ['pod-monitor', 'autoscale-hpa'] },
  { overlay: 'production', components: ['datastores', 'pod-monitor', 'autoscale-keda'] },
];

/** The names of the components there are. */
export const COMPONENTS: readonly string[] = globSync(join(ROOT, 'k8s/components/*')).map((path) =>
  basename(path),
);

/** What is applied to a cluster; the Secret of production is made by hand, and its example stands for it. */
export function renderVariant({ overlay, components }: Variant): Manifest[] {
  const paths = components.map((name) => `../../components/${name}`);
  const rendered = renderKustomization(join(OVERLAYS, overlay), paths);
  return overlay === 'production' ? [...rendered, ...readManifests(SECRET_EXAMPLE)] : rendered;
}
