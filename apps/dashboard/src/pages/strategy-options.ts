import { BayesOptions, ClassicOptions } from '@fairlead/qualifier/model-state';
import type { StrategyName } from '@fairlead/shared/domain/verdict';
import type { z } from 'zod';
import { type FormFaults, type FormValues, faultsOf } from './form-faults.ts';

/** One option of a strategy, as the form shows it. `percent` is stored as a share; an empty `maybe-percent` as null. */
interface OptionField {
  /** Where it stands in the options, `weights.human`; the field is named `bayes.weights.human`. */
  path: string;
  kind: 'percent' | 'maybe-percent' | 'number' | 'flag';
  label: string;
  hint: string;
}

const FIELDS: Readonly<Record<StrategyName, readonly OptionField[]>> = {
  bayes: [
    {
      path: 'threshold',
      kind: 'percent',
      label: 'Stop asking below',
      hint: 'When nobody left is this likely to fit, the rest are parked.',
    },
    {
      path: 'randomShare',
      kind: 'percent',
      label: 'Drawn by chance',
      hint: 'Of the questions, so that the model’s choice can be measured.',
    },
    {
      path: 'acceptAt',
      kind: 'maybe-percent',
      label: 'Accept without asking from',
      hint: 'Empty: the language model is asked about everybody.',
    },
    {
      path: 'weights.human',
      kind: 'number',
      label: 'Weight of a human’s verdict',
      hint: 'A verdict of the language model weighs 1.',
    },
    {
      path: 'weights.accepted',
      kind: 'number',
      label: 'Weight of an accepted invitation',
      hint: '0: it is ignored.',
    },
    { path: 'weights.replied', kind: 'number', label: 'Weight of a reply', hint: '0: it is ignored.' },
  ],
  classic: [
    {
      path: 'guard',
      kind: 'flag',
      label: 'Guard automatic decisions',
      hint: 'Without it the model can reject a whole pool blindly.',
    },
    {
      path: 'acceptAt',
      kind: 'percent',
      label: 'Accept from',
      hint: 'Only when it is also sure: see the next two.',
    },
    { path: 'entropyBelow', kind: 'number', label: 'Decide at an entropy below', hint: 'In nats.' },
    { path: 'stdBelow', kind: 'number', label: 'Decide at a deviation below', hint: 'Of the probability.' },
  ],
};

const SCHEMAS = { bayes: BayesOptions, classic: ClassicOptions } as const satisfies Record<
  StrategyName,
  z.ZodType
>;

/** Every field with its text. */
export function optionFields(values: FormValues) {
  return Object.entries(FIELDS).map(([strategy, fields]) => ({
    strategy,
    fields: fields.map((field) => {
      const name = `${strategy}.${field.path}`;
      return { ...field, name, value: values[name] ?? '' };
    }),
  }));
}

/** The options as the form's texts. Where the stored ones are of another strategy, or cannot be read, the defaults. */
export function optionValues(strategy: StrategyName, stored: Readonly<Record<string, unknown>>): FormValues {
  const values: Record<string, string> = {};
  for (const name of ['bayes', 'classic'] as const) {
    const parsed = SCHEMAS[name].safeParse(name === strategy ? stored : {});
    const options = parsed.success ? parsed.data : SCHEMAS[name].parse({});
    for (const { path, kind } of FIELDS[name]) values[`${name}.${path}`] = toText(kind, pick(options, path));
  }
  return values;
}

/**
 * The options of the strategy that was chosen; those the form does not show stay as they are stored. Or what is
 * wrong with them, by the name of the field.
 */
export function readOptions(
  strategy: StrategyName,
  values: FormValues,
  stored: Readonly<Record<string, unknown>>,
): { options: Record<string, unknown> } | { faults: FormFaults } {
  const options: Record<string, unknown> = structuredClone(stored);
  for (const { path, kind } of FIELDS[strategy]) {
    put(options, path, fromText(kind, values[`${strategy}.${path}`] ?? ''));
  }
  const parsed = SCHEMAS[strategy].safeParse(options);
  if (parsed.success) return { options: parsed.data };
  const faults = Object.entries(faultsOf(parsed.error)).map(([path, text]) => [`${strategy}.${path}`, text]);
  return { faults: Object.fromEntries(faults) };
}

function toText(kind: OptionField['kind'], value: unknown): string {
  if (kind === 'flag') return value === true ? 'yes' : 'no';
  if (typeof value !== 'number') return '';
  return kind === 'number' ? String(value) : percentText(value);
}

/** `0.125` → `12.5`. */
export function percentText(share: number): string {
  return String(Number((share * 100).toFixed(6)));
}

/** An empty text is the default; what is no number fails at the schema. */
function fromText(kind: OptionField['kind'], text: string): unknown {
  if (kind === 'flag') return text === 'yes';
  if (text.trim() === '') return kind === 'maybe-percent' ? null : undefined;
  const value = Number(text.replace(',', '.'));
  return kind === 'number' ? value : value / 100;
}

function pick(options: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
      options,
    );
}

function put(options: Record<string, unknown>, path: string, value: unknown): void {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    options[head] = value;
    return;
  }
  const inner = options[head];
  const next: Record<string, unknown> = typeof inner === 'object' && inner !== null ? { ...inner } : {};
  put(next, rest.join('.'), value);
  options[head] = next;
}
