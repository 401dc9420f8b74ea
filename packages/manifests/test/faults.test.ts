import { expect, test } from 'vitest';
import { z } from 'zod';
import { manifestFaults } from '../src/checks/all.ts';
import { unknownFieldFaults } from '../src/checks/unknown-fields.ts';
import { type Manifest, titleOf } from '../src/manifest.ts';
import { IMAGES, renderVariant } from './renders.ts';

const rendered = JSON.stringify(
  renderVariant({
    overlay: 'production',
    components: ['datastores', 'pod-monitor', 'autoscale-keda'],
  }),
);
const sandbox = JSON.stringify(renderVariant({ overlay: 'sandbox', components: [] }));

const Bag = z.record(z.string(), z.unknown());
type Bag = z.infer<typeof Bag>;

/** What stands at a path of an object: `spec.ports.0`. */
function at(object: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Bag | undefined)?.[key], object);
}

/** Sets, or with undefined removes, what stands at a path. */
function put(object: unknown, path: string, value: unknown): void {
  const [, parentPath, key] = /^(?:(.*)\.)?([^.]+)$/.exec(path) ?? [];
  const parent = Bag.or(z.array(z.unknown())).parse(parentPath ? at(object, parentPath) : object);
  // Parsed values are copies.
  const original = (parentPath ? at(object, parentPath) : object) as Bag;
  expect(parent).toBeDefined();
  if (value === undefined) delete original[key ?? ''];
  else original[key ?? ''] = value;
}

const POD = 'spec.template.spec';
const MAIN = `${POD}.containers.0`;
const WAIT = `${POD}.initContainers.0`;

interface Plant {
  what: string;
  object: string;
  path: string;
  value?: unknown;
  says: string;
  from?: string;
}

/** One broken copy for each class of fault. */
const PLANTS: readonly Plant[] = [
  // Schemas.
  {
    what: 'a removed API version',
    object: 'PodDisruptionBudget/scheduler',
    path: 'apiVersion',
    value: 'policy/v1beta1',
    says: 'policy/v1beta1 PodDisruptionBudget is not among the kinds we use',
  },
  {
    what: 'a kind of others',
    object: 'ServiceAccount/fairlead',
    path: 'kind',
    value: 'ClusterRole',
    says: 'not among the kinds we use',
  },
  {
    what: 'a wrong type',
    object: 'Deployment/scheduler',
    path: 'spec.replicas',
    value: 'two',
    says: '/spec/replicas',
  },
  {
    what: 'a missing required field',
    object: 'Deployment/scheduler',
    path: 'spec.selector',
    says: 'selector',
  },
  {
    what: 'a value that is none of the enumeration',
    object: 'NetworkPolicy/dns',
    path: 'spec.egress.0.ports.0.port',
    value: { a: 1 },
    says: '/spec/egress/0/ports/0/port',
  },
  {
    what: 'no quantity',
    object: 'Deployment/scheduler',
    path: `${MAIN}.resources.limits.memory`,
    value: '512 MB',
    says: '/resources/limits/memory',
  },
  // References.
  {
    what: 'a selector that misses its own pods',
    object: 'Deployment/ml-worker',
    path: 'spec.selector.matchLabels',
    value: { a: 'b' },
    says: 'its selector does not mean its own pods',
  },
  {
    what: 'a selector that means the pods of others',
    object: 'Deployment/ml-worker',
    path: 'spec.selector.matchLabels',
    value: { 'app.kubernetes.io/part-of': 'fairlead' },
    says: 'means the pods of others too',
  },
  {
    what: 'a Service without pods',
    object: 'Service/dashboard',
    path: 'spec.selector',
    value: { a: 'b' },
    says: 'Service/dashboard selects no pod',
  },
  {
    what: 'a Service to a port that is none',
    object: 'Service/dashboard',
    path: 'spec.ports.0.targetPort',
    value: 'https',
    says: 'have no port https',
  },
  {
    what: 'a StatefulSet without its Service',
    object: 'StatefulSet/postgres',
    path: 'spec.serviceName',
    value: 'pg',
    says: 'no Service pg',
  },
  {
    what: 'a budget for nobody',
    object: 'PodDisruptionBudget/scheduler',
    path: 'spec.selector.matchLabels',
    value: { a: 'b' },
    says: 'PodDisruptionBudget/scheduler selects no pod',
  },
  {
    what: 'a policy for nobody',
    object: 'NetworkPolicy/postgres',
    path: 'spec.podSelector.matchLabels',
    value: { a: 'b' },
    says: 'NetworkPolicy/postgres selects no pod',
  },
  {
    what: 'a policy that lists somebody who is not there',
    object: 'NetworkPolicy/postgres',
    path: 'spec.ingress.0.from.0.podSelector.matchExpressions.0.values.0',
    value: 'migrat',
    says: 'no pod is labelled migrat',
  },
  {
    what: 'a policy with a port that is none',
    object: 'NetworkPolicy/redis',
    path: 'spec.ingress.0.ports.0.port',
    value: 'reddis',
    says: 'have no port reddis',
  },
  {
    what: 'a monitor of a port that is none',
    object: 'PodMonitor/fairlead',
    path: 'spec.podMetricsEndpoints.0.port',
    value: 'metrics',
    says: 'have no port metrics',
  },
  {
    what: 'a probe of a port that is none',
    object: 'Deployment/scheduler',
    path: `${MAIN}.livenessProbe.httpGet.port`,
    value: 'helth',
    says: 'a probe asks the port helth',
  },
  // Configuration.
  {
    what: 'a ConfigMap that is not there',
    object: 'Deployment/scheduler',
    path: `${MAIN}.envFrom.1.configMapRef.name`,
    value: 'setings',
    says: 'there is no ConfigMap setings',
  },
  {
    what: 'a Secret that is not there',
    object: 'Deployment/scheduler',
    path: `${POD}.volumes.0.secret.secretName`,
    value: 'farlead',
    says: 'there is no Secret farlead',
  },
  {
    what: 'a key that the Secret has not',
    object: 'Secret/fairlead',
    path: 'stringData.llm-api-key',
    says: 'has no key llm-api-key',
  },
  {
    what: 'a mount of no volume',
    object: 'Deployment/scheduler',
    path: `${MAIN}.volumeMounts.1.name`,
    value: 'temp',
    says: 'mounts no volume temp',
  },
  {
    what: 'a volume that nobody mounts',
    object: 'Deployment/scheduler',
    path: `${POD}.volumes.1.name`,
    value: 'temp',
    says: 'nobody mounts temp',
  },
  {
    what: 'a claim that is not there',
    from: sandbox,
    object: 'Deployment/sandbox',
    path: `${POD}.volumes.0.persistentVolumeClaim.claimName`,
    value: 'clok',
    says: 'there is no claim clok',
  },
  {
    what: 'a variable that is no setting',
    object: 'Deployment/dashboard',
    path: `${MAIN}.env.0.name`,
    value: 'FAIRLEAD_DASHBORD_HOST',
    says: 'FAIRLEAD_DASHBORD_HOST is not a setting of Fairlead',
  },
  {
    what: 'a setting with a value it cannot have',
    object: 'Deployment/dashboard',
    path: `${MAIN}.env.1.value`,
    value: 'http',
    says: 'FAIRLEAD_DASHBOARD_PORT cannot be http',
  },
  {
    what: 'a secret that is not mounted where it is read',
    object: 'Deployment/ml-worker',
    path: `${MAIN}.env.0.value`,
    value: '/run/secrets/llm-api-key',
    says: 'names /run/secrets/llm-api-key, which is not mounted',
  },
  // Pods.
  {
    what: 'an account that is not there',
    object: 'Deployment/scheduler',
    path: `${POD}.serviceAccountName`,
    value: 'default',
    says: 'there is no ServiceAccount default',
  },
  {
    what: 'an account with a token',
    object: 'ServiceAccount/fairlead',
    path: 'automountServiceAccountToken',
    value: true,
    says: 'ServiceAccount/fairlead hands out a token',
  },
  {
    what: 'a pod with a token',
    object: 'Job/migrate',
    path: `${POD}.automountServiceAccountToken`,
    says: 'Job/migrate gets a token',
  },
  {
    what: 'variables named after Services',
    object: 'Deployment/scheduler',
    path: `${POD}.enableServiceLinks`,
    says: 'gets variables named after Services',
  },
  {
    what: 'root',
    object: 'Deployment/scheduler',
    path: `${POD}.securityContext.runAsNonRoot`,
    says: 'runAsNonRoot',
  },
  {
    what: 'another user',
    object: 'Deployment/scheduler',
    path: `${POD}.securityContext.runAsUser`,
    value: 1001,
    says: 'our images run as user 1000',
  },
  {
    what: 'no seccomp profile',
    object: 'StatefulSet/redis',
    path: `${POD}.securityContext.seccompProfile`,
    says: 'seccompProfile',
  },
  {
    what: 'a root file system that can be written',
    object: 'Deployment/browser-worker',
    path: `${MAIN}.securityContext.readOnlyRootFilesystem`,
    value: false,
    says: 'readOnlyRootFilesystem',
  },
  {
    what: 'capabilities',
    object: 'Deployment/browser-worker',
    path: `${MAIN}.securityContext.capabilities.add`,
    value: ['SYS_ADMIN'],
    says: 'capabilities',
  },
  {
    what: 'privilege escalation',
    object: 'Deployment/ml-worker',
    path: `${WAIT}.securityContext.allowPrivilegeEscalation`,
    says: 'allowPrivilegeEscalation',
  },
  {
    what: 'no limit',
    object: 'Deployment/ml-worker',
    path: `${MAIN}.resources.limits.memory`,
    says: 'requests and limits',
  },
  {
    what: 'an image that the Dockerfile does not build',
    object: 'Deployment/ml-worker',
    path: `${MAIN}.image`,
    value: 'registry.example/fairlead-mll:0.1.0',
    says: 'the Dockerfile has no target mll',
  },
  {
    what: 'an image of others',
    object: 'Deployment/ml-worker',
    path: `${MAIN}.image`,
    value: 'node:24',
    says: 'none of our images',
  },
  {
    what: 'an image without a version',
    object: 'Deployment/ml-worker',
    path: `${MAIN}.image`,
    value: 'fairlead-ml:latest',
    says: 'names no version',
  },
  {
    what: 'liveness by readiness',
    object: 'Deployment/ml-worker',
    path: `${MAIN}.livenessProbe.httpGet.path`,
    value: '/readyz',
    says: 'liveness is /healthz on 8080',
  },
  {
    what: 'no readiness',
    object: 'Deployment/ml-worker',
    path: `${MAIN}.readinessProbe`,
    says: 'readiness is /readyz on 8080',
  },
  {
    what: 'a start before the schema',
    object: 'Deployment/ml-worker',
    path: `${WAIT}.command`,
    value: ['node', 'apps/cli/src/main.ts', 'migrate'],
    says: 'does not wait for the schema',
  },
  // Scaling.
  {
    what: 'an autoscaler of nothing',
    object: 'ScaledObject/ml-worker',
    path: 'spec.scaleTargetRef.name',
    value: 'ml',
    says: 'there is no Deployment/ml',
  },
  {
    what: 'a number of replicas beside an autoscaler',
    object: 'Deployment/ml-worker',
    path: 'spec.replicas',
    value: 2,
    says: 'says itself how many replicas it has',
  },
  {
    what: 'too little time to finish',
    object: 'Deployment/browser-worker',
    path: `${POD}.terminationGracePeriodSeconds`,
    value: 600,
    says: '600 s do not let it finish: 630 s would',
  },
  // Network.
  {
    what: 'no default',
    object: 'NetworkPolicy/default-deny',
    path: 'spec.policyTypes',
    value: ['Ingress'],
    says: 'No NetworkPolicy denies',
  },
  {
    what: 'a way in for everybody',
    object: 'NetworkPolicy/redis',
    path: 'spec.ingress.0.from',
    value: [],
    says: 'lets redis talk to anybody',
  },
  {
    what: 'a way into the database from outside',
    object: 'NetworkPolicy/postgres',
    path: 'spec.ingress.0.from.0',
    value: { ipBlock: { cidr: '10.0.0.0/8' } },
    says: 'postgres may be reached from outside',
  },
  {
    what: 'a way out that is not needed',
    object: 'NetworkPolicy/to-internet',
    path: 'spec.podSelector.matchExpressions.0.values.0',
    value: 'scheduler',
    says: 'scheduler may reach the internet and need not',
  },
  {
    what: 'a server that is not there',
    from: sandbox,
    object: 'Secret/fairlead',
    path: 'stringData.redis-url',
    value: 'redis://redis:6380',
    says: 'redis-url: there is no Service redis:6380',
  },
];

function broken({ object, path, value, from = rendered }: Plant): Manifest[] {
  const manifests = JSON.parse(from) as Manifest[];
  const manifest = manifests.find((one) => titleOf(one) === object);
  if (!manifest) throw new Error(`There is no ${object}`);
  put(manifest, path, value);
  return manifests;
}

test.each(PLANTS)('$what is found', (plant) => {
  expect(manifestFaults(broken(plant), IMAGES).join('\n')).toContain(plant.says);
});

test('two autoscalers are found', () => {
  const manifests = renderVariant({ overlay: 'production', components: ['autoscale-keda', 'autoscale-hpa'] });
  expect(manifestFaults(manifests, IMAGES)).toEqual([
    'ScaledObject/ml-worker and HorizontalPodAutoscaler/ml-worker would work against each other',
  ]);
});

test('fields that Kubernetes does not know are found, wherever they stand', { timeout: 120_000 }, () => {
  const plant = (object: string, path: string): Manifest[] =>
    broken({ what: '', object, path, value: { a: 1 }, says: '' }).filter((one) => titleOf(one) === object);
  const faults = unknownFieldFaults([
    ...plant('Deployment/scheduler', `${MAIN}.readinesProbe`),
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
