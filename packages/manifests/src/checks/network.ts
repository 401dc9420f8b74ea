import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Manifest } from '../manifest.ts';
import { Selector, selectWorkloads } from '../selectors.ts';
import { DATASTORES, workloadsOf } from '../workloads.ts';

const Peer = z.looseObject({ ipBlock: z.object({ cidr: z.string() }).optional() });
const Rule = z.looseObject({ from: z.array(Peer).optional(), to: z.array(Peer).optional() });
const Policy = z.looseObject({
  podSelector: Selector,
  policyTypes: z.array(z.string()),
  ingress: z.array(Rule).optional(),
  egress: z.array(Rule).optional(),
});
const Url = z.url({ protocol: /^(https?|postgres|rediss?)$/ }).transform((text) => new URL(text));

/** Who may reach the internet: the site, the language model, the embedding model. */
const OUTGOING: readonly string[] = ['browser-worker', 'ml-worker'];
const EVERYWHERE = ['0.0.0.0/0', '::/0'];
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'postgres:': 5432,
  'redis:': 6379,
};

/** Whether everything is closed that need not be open, and the servers that settings name are there. */
export function networkFaults(manifests: readonly Manifest[]): string[] {
  const workloads = workloadsOf(manifests);
  const policies = manifests
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map((one) => Policy.parse(one.spec));
  const faults: string[] = [];
  const closesAll = policies.some((policy) =>
    isDeepStrictEqual(policy, { podSelector: Selector.parse({}), policyTypes: ['Ingress', 'Egress'] }),
  );
  if (!closesAll) faults.push('No NetworkPolicy denies what no other allows');
  for (const { podSelector, ingress = [], egress = [] } of policies) {
    const selected = selectWorkloads(podSelector, workloads).map(({ name }) => name);
    const open = [...ingress.map(({ from }) => from), ...egress.map(({ to }) => to)].some(
      (peers) => !peers?.length,
    );
    if (open) faults.push(`A NetworkPolicy lets ${selected.join(', ')} talk to anybody`);
    const reaches = egress
      .flatMap(({ to = [] }) => to)
      .some(({ ipBlock }) => EVERYWHERE.includes(ipBlock?.cidr ?? ''));
    const strangers = reaches ? selected.filter((name) => !OUTGOING.includes(name)) : [];
    if (strangers.length > 0) faults.push(`${strangers.join(', ')} may reach the internet and need not`);
    const opened = ingress.some(({ from = [] }) =>
      from.some((peer) => peer.ipBlock ?? peer.namespaceSelector),
    );
    const exposed = opened ? selected.filter((name) => DATASTORES.includes(name)) : [];
    if (exposed.length > 0) faults.push(`${exposed.join(', ')} may be reached from outside`);
  }
  return [...faults, ...serverFaults(manifests)];
}

/** A host without a dot is a Service of the same namespace. */
function serverFaults(manifests: readonly Manifest[]): string[] {
  const services = new Set(
    manifests
      .filter(({ kind }) => kind === 'Service')
      .flatMap(({ metadata, spec }) =>
        z
          .looseObject({ ports: z.array(z.looseObject({ port: z.number() })) })
          .parse(spec)
          .ports.map(({ port }) => `${metadata.name}:${port}`),
      ),
  );
  return manifests.flatMap(({ data, stringData }) =>
    Object.entries({ ...(data ?? {}), ...(stringData ?? {}) }).flatMap(([name, value]) => {
      const url = Url.safeParse(value).data;
      if (!url || url.hostname.includes('.')) return [];
      const server = `${url.hostname}:${url.port || DEFAULT_PORTS[url.protocol]}`;
      return services.has(server) ? [] : [`${name}: there is no Service ${server}`];
    }),
  );
}
