import { z } from 'zod';
import { type Manifest, titleOf } from '../manifest.ts';
import { type Container, DATASTORES, PROCESSES, type Workload, workloadsOf } from '../workloads.ts';

const HardenedPod = z.looseObject({
  runAsNonRoot: z.literal(true),
  runAsUser: z.number().positive(),
  fsGroup: z.number().positive(),
  seccompProfile: z.object({ type: z.literal('RuntimeDefault') }),
});
const HardenedContainer = z.looseObject({
  allowPrivilegeEscalation: z.literal(false),
  readOnlyRootFilesystem: z.literal(true),
  capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  privileged: z.undefined().optional(),
});
const Amounts = z.strictObject({ cpu: z.string(), memory: z.string() });
const OUR_USER = 1_000;
const HEALTH_PORT = 8_080;
const OUR_IMAGE = /^(?:.*\/)?fairlead-([a-z]+):(\S+)$/;

/** What the images can be: the targets of our Dockerfile, and images of others. */
export interface Images {
  targets: readonly string[];
}

/** Whether every pod is hardened, limited, probed, named by a known image and waits for the schema. */
export function podFaults(manifests: readonly Manifest[], images: Images): string[] {
  const accounts = manifests.filter(({ kind }) => kind === 'ServiceAccount');
  const withToken = accounts.filter((one) => one.automountServiceAccountToken !== false);
  const names = accounts.map(({ metadata }) => metadata.name);
  return [
    ...withToken.map((one) => `${titleOf(one)} hands out a token`),
    ...workloadsOf(manifests).flatMap((workload) => [
      ...hardeningFaults(workload, names),
      ...workload.containers.flatMap((container) => containerFaults(workload, container, images)),
      ...(PROCESSES.includes(workload.name) ? processFaults(workload) : []),
    ]),
  ];
}

function hardeningFaults({ title, name, pod }: Workload, accounts: readonly string[]): string[] {
  const faults: string[] = [];
  const hardened = HardenedPod.safeParse(pod.securityContext);
  if (!hardened.success) faults.push(`${title}: securityContext: ${z.prettifyError(hardened.error)}`);
  if (!DATASTORES.includes(name) && pod.securityContext.runAsUser !== OUR_USER)
    faults.push(`${title}: our images run as user ${OUR_USER}`);
  if (pod.automountServiceAccountToken !== false) faults.push(`${title} gets a token`);
  if (pod.enableServiceLinks !== false) faults.push(`${title} gets variables named after Services`);
  if (!accounts.includes(pod.serviceAccountName ?? ''))
    faults.push(`${title}: there is no ServiceAccount ${pod.serviceAccountName}`);
  return faults;
}

function containerFaults(workload: Workload, container: Container, { targets }: Images): string[] {
  const title = `${workload.title}/${container.name}`;
  const faults: string[] = [];
  const hardened = HardenedContainer.safeParse(container.securityContext);
  if (!hardened.success) faults.push(`${title}: securityContext: ${z.prettifyError(hardened.error)}`);
  const { requests, limits } = container.resources ?? {};
  if (!Amounts.safeParse(requests).success || !Amounts.safeParse(limits).success)
    faults.push(`${title}: requests and limits of cpu and memory are not all given`);
  const [, target, tag] = OUR_IMAGE.exec(container.image) ?? [];
  if (target === undefined && !DATASTORES.includes(workload.name))
    faults.push(`${title}: ${container.image} is none of our images`);
  if (target !== undefined && !targets.includes(target))
    faults.push(`${title}: the Dockerfile has no target ${target}`);
  if (!container.image.includes(':') || tag === 'latest')
    faults.push(`${title}: ${container.image} names no version`);
  return faults;
}

function processFaults({ title, pod }: Workload): string[] {
  const [main] = pod.containers;
  const asks = (probe: Container['livenessProbe']): string => {
    const named = main?.ports.find(({ name }) => name === probe?.httpGet?.port)?.containerPort;
    return `${named ?? probe?.httpGet?.port}${probe?.httpGet?.path}`;
  };
  const faults: string[] = [];
  if (asks(main?.livenessProbe) !== `${HEALTH_PORT}/healthz`)
    faults.push(`${title}: liveness is /healthz on ${HEALTH_PORT}`);
  if (asks(main?.readinessProbe) !== `${HEALTH_PORT}/readyz`)
    faults.push(`${title}: readiness is /readyz on ${HEALTH_PORT}`);
  const waits = pod.initContainers.some(
    ({ command }) => Array.isArray(command) && command.slice(-2).join(' ') === 'migrate --wait',
  );
  return waits ? faults : [...faults, `${title} does not wait for the schema`];
}
