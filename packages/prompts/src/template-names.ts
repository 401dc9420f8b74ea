import { type Liquid, type TagToken, type Template, Variable, type VariableSegments } from 'liquidjs';
import { type Fields, type Shape, TEMPLATE_VARIABLES } from './template-variables.ts';

/** A name that stands for nothing, and where it stands. */
export interface UnknownName {
  line: number;
  column: number;
  name: string;
  /** What could stand in its place. */
  known: readonly string[];
}

/** What a name made by the template itself may stand for; `anything` is what a filter made. */
type Local = Shape | 'anything';
type Locals = Map<string, Local[]>;

const plain = (about: string): Shape => ({ kind: 'plain', about, isSometimesEmpty: true });
const COUNTERS = ['index', 'index0', 'rindex', 'rindex0', 'first', 'last', 'length', 'name'];
const FORLOOP: Shape = {
  kind: 'fields',
  about: 'The loop',
  fields: Object.fromEntries(COUNTERS.map((name) => [name, plain(name)])),
};

/** Every name of the template that stands for nothing, in whatever branch, in the order of the text. */
export function unknownNames(engine: Liquid, templates: Template[]): UnknownName[] {
  const locals: Locals = new Map([['forloop', [FORLOOP]]]);
  collectLocals(engine, templates, locals);
  const { variables } = engine.analyzeSync(templates, { partials: false });
  return Object.values(variables)
    .flat()
    .flatMap((variable) => {
      const fault = faultOf(variable.segments, locals);
      return fault ? [{ line: variable.location.row, column: variable.location.col, ...fault }] : [];
    })
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Names that `for`, `assign` and `capture` make, with what they stand for. One of two meanings may be meant. */
function collectLocals(engine: Liquid, templates: readonly Template[], locals: Locals): void {
  const add = (name: string, local: Local): void =>
    void locals.set(name, [...(locals.get(name) ?? []), local]);
  for (const template of templates) {
    const { name, args = '' } = template.token as Partial<TagToken>;
    const [, made = '', value = ''] =
      /^\s*([\w-]+)\s*(?:=|\s+in\s+)\s*([\s\S]+)$/.exec(name === 'assign' || name === 'for' ? args : '') ??
      [];
    if (name === 'assign') add(made, shapeOf(engine, value, locals));
    if (name === 'for') add(made, itemOf(shapeOf(engine, withoutLoopWords(value), locals)));
    if (name === 'capture') add(args.trim().replace(/^['"]|['"]$/g, ''), plain('captured'));
    collectLocals(engine, childrenOf(template), locals);
  }
}

const withoutLoopWords = (collection: string): string =>
  collection.replace(/\s+(?:reversed|limit\s*:|offset\s*:)[\s\S]*$/, '');

function childrenOf(template: Template): readonly Template[] {
  const steps = template.children?.(false, true);
  if (!steps) return [];
  let step = steps.next();
  while (!step.done) step = steps.next(step.value);
  return step.value;
}

/** What an expression stands for: the shape of its name, or anything once a filter was at it. */
function shapeOf(engine: Liquid, expression: string, locals: Locals): Local {
  const { variables } = engine.analyzeSync(engine.parse(`{{ ${expression} }}`), { partials: false });
  const [first] = Object.values(variables).flat();
  if (!first || expression.includes('|')) return 'anything';
  const resolved = resolve(first.segments, locals);
  return 'unknown' in resolved ? 'anything' : resolved.shape;
}

function itemOf(local: Local): Local {
  if (local === 'anything' || local.kind !== 'list') return 'anything';
  return { kind: 'fields', about: local.about, fields: local.of };
}

type Resolved = { shape: Local } | { unknown: string; known: readonly string[] };

function faultOf(segments: VariableSegments, locals: Locals): Pick<UnknownName, 'name' | 'known'> | null {
  const resolved = resolve(segments, locals);
  return 'unknown' in resolved ? { name: resolved.unknown, known: resolved.known } : null;
}

function resolve([root, ...path]: VariableSegments, locals: Locals): Resolved {
  const name = String(root);
  const roots: readonly Local[] =
    locals.get(name) ??
    (Object.hasOwn(TEMPLATE_VARIABLES, name) ? [(TEMPLATE_VARIABLES as Fields)[name] ?? 'anything'] : []);
  if (roots.length === 0) {
    return {
      unknown: name,
      known: [...Object.keys(TEMPLATE_VARIABLES), ...locals.keys()].filter((each) => each !== 'forloop'),
    };
  }
  const all = roots.map((start) => follow(start, name, path));
  return all.find((each) => 'shape' in each) ?? all[0] ?? { shape: 'anything' };
}

function follow(start: Local, name: string, path: VariableSegments): Resolved {
  let shape = start;
  let walked = name;
  for (const step of path) {
    if (shape === 'anything') return { shape };
    const next = enter(shape, step);
    walked = `${walked}.${step instanceof Variable ? '[…]' : step}`;
    if (next === null)
      return {
        unknown: walked,
        known: namesIn(shape).map((each) => `${walked.slice(0, walked.lastIndexOf('.'))}.${each}`),
      };
    shape = next;
  }
  return { shape };
}

const LIST_FIELDS = ['size', 'first', 'last'];

/** What a step from a shape leads to; null when nowhere. */
function enter(shape: Shape, step: VariableSegments[number]): Local | null {
  if (shape.kind === 'fields')
    return typeof step === 'string' && Object.hasOwn(shape.fields, step)
      ? (shape.fields[step] ?? null)
      : null;
  if (step === 'size') return plain('how many');
  if (shape.kind === 'plain') return null;
  const isItem = typeof step !== 'string' || step === 'first' || step === 'last';
  return isItem ? { kind: 'fields', about: shape.about, fields: shape.of } : null;
}

function namesIn(shape: Shape): string[] {
  if (shape.kind === 'fields') return Object.keys(shape.fields);
  return shape.kind === 'list' ? LIST_FIELDS : ['size'];
}
