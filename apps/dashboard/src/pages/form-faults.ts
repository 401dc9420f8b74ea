import type { z } from 'zod';

/** What is wrong with a form, by the name of the field; the first fault of each. */
export type FormFaults = Readonly<Record<string, string>>;

/** The fields of a form as texts: what is shown again when something is wrong with it. */
export type FormValues = Readonly<Record<string, string>>;

/** One text for each field; of several with one name the last, as a hidden field before a box means it. */
export function valuesOf(body: unknown): FormValues {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      normaliseLines(String(Array.isArray(value) ? (value.at(-1) ?? '') : value)),
    ]),
  );
}

/** Browsers send line breaks as CR LF, whatever they were given. */
export function normaliseLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** The first message for each field of the schema. */
export function faultsOf({ issues }: z.ZodError): FormFaults {
  const faults: Record<string, string> = {};
  for (const { path, message } of issues) faults[path.join('.')] ??= message;
  return faults;
}

/** All texts of a field that may be sent more than once. */
export function listOf(body: unknown, name: string): string[] {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
