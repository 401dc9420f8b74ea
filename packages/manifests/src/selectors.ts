import { z } from 'zod';
import { Labels } from './manifest.ts';
import type { Workload } from './workloads.ts';

const LabelSelector = z.strictObject({
  matchLabels: Labels.default({}),
  matchExpressions: z
    .array(z.strictObject({ key: z.string(), operator: z.literal('In'), values: z.array(z.string()).min(1) }))
    .default([]),
});

export const Selector = LabelSelector;

const hasLabels = (labels: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).every(([key, value]) => labels[key] === value);

/** The workloads whose pods a selector means. */
export function selectWorkloads(selector: unknown, workloads: readonly Workload[]): Workload[] {
  const { matchLabels, matchExpressions } = LabelSelector.parse(selector);
  return workloads.filter(
    ({ labels }) =>
      hasLabels(labels, matchLabels) &&
      matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? '')),
  );
}

/** Faults of a selector: it means no pod, or one of the values it lists does. */
export function selectorFaults(title: string, selector: unknown, workloads: readonly Workload[]): string[] {
  const { matchExpressions } = LabelSelector.parse(selector);
  const idle = matchExpressions.flatMap(({ key, values }) =>
    values.filter((value) => !workloads.some(({ labels }) => labels[key] === value)),
  );
  const faults = idle.map((value) => `${title}: no pod is labelled ${value}`);
  return selectWorkloads(selector, workloads).length > 0 ? faults : [...faults, `${title} selects no pod`];
}
