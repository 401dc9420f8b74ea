import { z } from 'zod';

const Paths = z.array(z.string());

/** What our kustomizations use of kustomize. Any other field is an error: it would be ignored here and heeded by kubectl. */
export const Kustomization = z.strictObject({
  apiVersion: z.literal('kustomize.config.k8s.io/v1beta1'),
  kind: z.literal('Kustomization'),
  namespace: z.string().optional(),
  resources: Paths.default([]),
  components: Paths.default([]),
  configMapGenerator: z
    .array(z.strictObject({ name: z.string(), literals: Paths.default([]), envs: Paths.default([]) }))
    .default([]),
  patches: z
    .array(
      z.strictObject({
        path: z.string(),
        /** `name` is a regular expression that the whole name must match. */
        target: z.strictObject({ kind: z.string(), name: z.string() }),
      }),
    )
    .default([]),
  images: z.array(z.strictObject({ name: z.string(), newName: z.string(), newTag: z.string() })).default([]),
});
export type Kustomization = z.infer<typeof Kustomization>;

export const Component = z.strictObject({
  apiVersion: z.literal('kustomize.config.k8s.io/v1alpha1'),
  kind: z.literal('Component'),
  resources: Paths,
});
