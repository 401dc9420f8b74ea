import type { Manifest } from '../manifest.ts';
import { configurationFaults } from './configuration.ts';
import { networkFaults } from './network.ts';
import { type Images, podFaults } from './pods.ts';
import { referenceFaults } from './references.ts';
import { scalingFaults } from './scaling.ts';
import { schemaFaults } from './schema.ts';

/** Every fault of a set of objects that are applied together; the schemas first, for the rest relies on them. */
export function manifestFaults(manifests: readonly Manifest[], images: Images): string[] {
  const shape = schemaFaults(manifests);
  if (shape.length > 0) return shape;
  return [
    ...referenceFaults(manifests),
    ...configurationFaults(manifests),
    ...podFaults(manifests, images),
    ...scalingFaults(manifests),
    ...networkFaults(manifests),
  ];
}
