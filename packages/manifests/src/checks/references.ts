import { z } from 'zod';
import { Labels, type Manifest, titleOf } from '../manifest.ts';
import { Selector, selectorFaults, selectWorkloads } from '../selectors.ts';
import { type Workload, workloadsOf } from '../workloads.ts';

const PortName = z.union([z.string(), z.number()]);
const Peer = z.strictObject({
  podSelector: Selector.optional(),
  namespaceSelector: z.unknown().optional(),
  ipBlock: z.unknown().optional(),
});
const Rule = z.strictObject({
  from: z.array(Peer).default([]),
  to: z.array(Peer).default([]),
  ports: z.array(z.strictObject({ protocol: z.string(), port: PortName })).min(1),
});
const Policy = z.looseObject({
  podSelector: Selector,
  ingress: z.array(Rule).default([]),
  egress: z.array(Rule).default([]),
});
const Service = z.looseObject({
  selector: Labels,
  ports: z.array(z.looseObject({ name: z.string(), port: z.number(), targetPort: PortName })),
});
const PodMonitor = z.looseObject({
  selector: z.unknown(),
  podMetricsEndpoints: z.array(z.looseObject({ port: z.string() })),
});

/** Whether labels, selectors and ports of different objects mean each other. */
export function referenceFaults(manifests: readonly Manifest[]): string[] {
  const workloads = workloadsOf(manifests);
  return [...workloadFaults(workloads, manifests), ...manifests.flatMap((each) => faultsOf(each, workloads))];
}

function faultsOf(manifest: Manifest, workloads: readonly Workload[]): string[] {
  const title = titleOf(manifest);
  switch (manifest.kind) {
    case 'Service':
      return serviceFaults(title, Service.parse(manifest.spec), workloads);
    case 'PodDisruptionBudget':
      return selectorFaults(
        title,
        z.looseObject({ selector: Selector }).parse(manifest.spec).selector,
        workloads,
      );
    case 'NetworkPolicy':
      return policyFaults(title, Policy.parse(manifest.spec), workloads);
    case 'PodMonitor': {
      const { selector, podMetricsEndpoints } = PodMonitor.parse(manifest.spec);
      const ports = podMetricsEndpoints.map(({ port }) => port);
      return [
        ...selectorFaults(title, selector, workloads),
        ...portFaults(title, ports, selector, workloads),
      ];
    }
    default:
      return [];
  }
}

function workloadFaults(workloads: readonly Workload[], manifests: readonly Manifest[]): string[] {
  const services = new Set(
    manifests.filter(({ kind }) => kind === 'Service').map((one) => one.metadata.name),
  );
  return workloads.flatMap((workload) => {
    const { title, kind, selector, serviceName } = workload;
    const meansItself = selector && selectWorkloads(selector, [workload]).length === 1;
    const faults = kind === 'Job' || meansItself ? [] : [`${title}: its selector does not mean its own pods`];
    const others = selector ? selectWorkloads(selector, workloads) : [];
    if (others.length > 1) faults.push(`${title}: its selector means the pods of others too`);
    if (kind === 'StatefulSet' && !services.has(serviceName ?? ''))
      faults.push(`${title}: no Service ${serviceName}`);
    return [...faults, ...probeFaults(workload)];
  });
}

function probeFaults({ title, containers }: Workload): string[] {
  return containers.flatMap(({ livenessProbe, readinessProbe, ports }) =>
    [livenessProbe, readinessProbe].flatMap((probe) => {
      const port = probe?.httpGet?.port;
      const exists =
        port === undefined || ports.some(({ name, containerPort }) => [name, containerPort].includes(port));
      return exists ? [] : [`${title}: a probe asks the port ${port}, which is none of its container`];
    }),
  );
}

function serviceFaults(
  title: string,
  { selector, ports }: z.infer<typeof Service>,
  workloads: readonly Workload[],
): string[] {
  const matched = { matchLabels: selector };
  const targets = ports.map(({ targetPort }) => targetPort);
  return [...selectorFaults(title, matched, workloads), ...portFaults(title, targets, matched, workloads)];
}

function policyFaults(
  title: string,
  policy: z.infer<typeof Policy>,
  workloads: readonly Workload[],
): string[] {
  const { podSelector, ingress, egress } = policy;
  // Pods in other namespaces are not ours to know.
  const peers = [...ingress, ...egress]
    .flatMap(({ from, to }) => [...from, ...to])
    .filter((peer) => !peer.namespaceSelector);
  const selectors = [podSelector, ...peers.flatMap((peer) => peer.podSelector ?? [])];
  const names = (rule: z.infer<typeof Rule>): (string | number)[] => rule.ports.map(({ port }) => port);
  return [
    ...selectors.flatMap((selector) => selectorFaults(title, selector, workloads)),
    ...ingress.flatMap((rule) => portFaults(title, names(rule), podSelector, workloads)),
    ...egress.flatMap((rule) =>
      rule.to.flatMap((peer) =>
        peer.podSelector && !peer.namespaceSelector
          ? portFaults(title, names(rule), peer.podSelector, workloads)
          : [],
      ),
    ),
  ];
}

/** Each selected pod must have each port. */
function portFaults(
  title: string,
  wanted: readonly (string | number)[],
  selector: unknown,
  workloads: readonly Workload[],
): string[] {
  return selectWorkloads(selector, workloads).flatMap((workload) => {
    const ports = workload.pod.containers.flatMap(({ ports }) => ports);
    return wanted
      .filter((port) => !ports.some(({ name, containerPort }) => [name, containerPort].includes(port)))
      .map((port) => `${title}: the pods of ${workload.title} have no port ${port}`);
  });
}
