import { CATALOG, jobNamesOf } from '@fairlead/shared/queue/catalog';
import { z } from 'zod';
import { type Manifest, titleOf } from '../manifest.ts';
import { workloadsOf } from '../workloads.ts';

const Scaler = z.looseObject({
  scaleTargetRef: z.object({ apiVersion: z.string(), kind: z.string(), name: z.string() }),
});
const KINDS = ['HorizontalPodAutoscaler', 'ScaledObject'];
/** To store the sessions and close the browser, after the last job. */
const CLOSING_SECONDS = 30;

/** The longest the catalogue lets a job of the browser take, and the time to close. */
export function browserGraceSeconds(): number {
  const longestMs = Math.max(...jobNamesOf('browser').map((name) => CATALOG[name].timeoutMs));
  return longestMs / 1_000 + CLOSING_SECONDS;
}

/** Whether autoscalers have a target of their own, and browser workers the time to finish. */
export function scalingFaults(manifests: readonly Manifest[]): string[] {
  const workloads = workloadsOf(manifests);
  const scalers = manifests.filter(({ kind }) => KINDS.includes(kind));
  const faults = scalers.flatMap((scaler) => {
    const { kind, name } = Scaler.parse(scaler.spec).scaleTargetRef;
    const target = workloads.find((one) => one.kind === kind && one.name === name);
    if (!target) return [`${titleOf(scaler)}: there is no ${kind}/${name}`];
    return target.replicas === undefined
      ? []
      : [`${titleOf(scaler)}: ${target.title} says itself how many replicas it has`];
  });
  if (scalers.length > 1) faults.push(`${scalers.map(titleOf).join(' and ')} would work against each other`);
  const grace =
    workloads.find(({ name }) => name === 'browser-worker')?.pod.terminationGracePeriodSeconds ?? 0;
  if (grace < browserGraceSeconds())
    faults.push(`browser-worker: ${grace} s do not let it finish: ${browserGraceSeconds()} s would`);
  return faults;
}
