import { z } from 'zod';
import { Labels, type Manifest, titleOf } from './manifest.ts';

const Reference = z.looseObject({ name: z.string() });

const Port = z.looseObject({ name: z.string(), containerPort: z.number() });

const Probe = z.looseObject({
  httpGet: z.looseObject({ path: z.string(), port: z.union([z.string(), z.number()]) }).optional(),
});

const Container = z.looseObject({
  name: z.string(),
  image: z.string(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).default([]),
  envFrom: z.array(z.looseObject({ configMapRef: Reference.optional() })).default([]),
  ports: z.array(Port).default([]),
  livenessProbe: Probe.optional(),
  readinessProbe: Probe.optional(),
  resources: z
    .looseObject({ requests: z.record(z.string(), z.unknown()), limits: z.record(z.string(), z.unknown()) })
    .optional(),
  securityContext: z.looseObject({}).default({}),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })).default([]),
});
export type Container = z.infer<typeof Container>;

const Volume = z.looseObject({
  name: z.string(),
  secret: z
    .looseObject({ secretName: z.string(), items: z.array(z.object({ key: z.string(), path: z.string() })) })
    .optional(),
  persistentVolumeClaim: z.object({ claimName: z.string() }).optional(),
});

const PodSpec = z.looseObject({
  serviceAccountName: z.string().optional(),
  automountServiceAccountToken: z.boolean().optional(),
  enableServiceLinks: z.boolean().optional(),
  terminationGracePeriodSeconds: z.number().optional(),
  securityContext: z.looseObject({}).default({}),
  initContainers: z.array(Container).default([]),
  containers: z.array(Container).min(1),
  volumes: z.array(Volume).default([]),
});

const Spec = z.looseObject({
  replicas: z.number().optional(),
  selector: z.object({ matchLabels: Labels }).optional(),
  serviceName: z.string().optional(),
  volumeClaimTemplates: z.array(z.looseObject({ metadata: z.object({ name: z.string() }) })).default([]),
  template: z.object({ metadata: z.object({ labels: Labels }), spec: PodSpec }),
});

/** Something that makes pods. */
export interface Workload extends z.infer<typeof Spec> {
  title: string;
  kind: string;
  name: string;
  labels: Labels;
  pod: z.infer<typeof PodSpec>;
  /** Init containers first. */
  containers: readonly Container[];
}

const KINDS = new Set(['Deployment', 'StatefulSet', 'Job']);

/** Everything that makes pods. Throws when one of them is not shaped like a workload. */
export function workloadsOf(manifests: readonly Manifest[]): Workload[] {
  return manifests
    .filter(({ kind }) => KINDS.has(kind))
    .map((manifest) => {
      const spec = Spec.parse(manifest.spec);
      const { labels } = spec.template.metadata;
      const pod = spec.template.spec;
      const containers = [...pod.initContainers, ...pod.containers];
      const { kind, metadata } = manifest;
      return { ...spec, title: titleOf(manifest), kind, name: metadata.name, labels, pod, containers };
    });
}

/** The processes that answer /healthz and /readyz, by the name of their Deployment. */
export const PROCESSES: readonly string[] = ['scheduler', 'browser-worker', 'ml-worker', 'dashboard'];

/** Whose images are not ours. */
export const DATASTORES: readonly string[] = ['postgres', 'redis'];
