import type { z } from 'zod';
import { VoyagerShapeError } from './shape-error.ts';

/** An object of the response, read only through zod shapes and `linked`. */
export type Entity = Readonly<Record<string, unknown>>;

/** An entity and where it was found, for error messages. */
export interface Located {
  entity: Entity;
  path: string;
}

/** A response in the normalised form `{data, included}` (application/vnd.linkedin.normalized+json+2.1). */
export interface NormalisedResponse {
  data: Located;
  /** The merged entity of this URN, or null when `included` lacks it. */
  find(urn: string): Located | null;
}

/**
 * Indexes `included` by `entityUrn`. The same URN may be listed as several partial entities: their fields
 * are merged, the first value that says something wins. Throws VoyagerShapeError when `response` is not
 * in the normalised form.
 */
export function readResponse(response: unknown): NormalisedResponse {
  if (!isEntity(response)) throw new VoyagerShapeError('$', 'not an object');
  const { data, included } = response;
  if (!isEntity(data)) throw new VoyagerShapeError('data', 'not an object');
  if (included !== undefined && !Array.isArray(included))
    throw new VoyagerShapeError('included', 'not a list');
  const byUrn = new Map<string, Entity>();
  for (const item of included ?? []) {
    if (!isEntity(item) || typeof item.entityUrn !== 'string') continue;
    const known = byUrn.get(item.entityUrn);
    byUrn.set(item.entityUrn, known ? mergePartials(known, item) : item);
  }
  return {
    data: { entity: data, path: 'data' },
    find: (urn) => {
      const entity = byUrn.get(urn);
      return entity ? { entity, path: `included[${urn}]` } : null;
    },
  };
}

/**
 * The entities a field points at: `*key` holds one URN or a list of them, `key` holds them inline. URNs that
 * `included` lacks and nulls are left out; an absent field is []. Throws VoyagerShapeError on any other value.
 */
export function linked(response: NormalisedResponse, owner: Located, key: string): Located[] {
  const starred = listOf(owner.entity[`*${key}`]).flatMap((urn, index) => {
    if (typeof urn !== 'string') throw new VoyagerShapeError(`${owner.path}.*${key}[${index}]`, 'not a URN');
    return response.find(urn) ?? [];
  });
  const inline = listOf(owner.entity[key]).map((entity, index) => {
    const path = `${owner.path}.${key}[${index}]`;
    if (!isEntity(entity)) throw new VoyagerShapeError(path, 'not an object');
    return { entity, path };
  });
  return [...starred, ...inline];
}

/** The first entity a field points at, or null. */
export function linkedOne(response: NormalisedResponse, owner: Located, key: string): Located | null {
  return linked(response, owner, key)[0] ?? null;
}

/** The members of the collection a field points at. An empty or missing collection is []. */
export function linkedCollection(response: NormalisedResponse, owner: Located, key: string): Located[] {
  return linked(response, owner, key).flatMap((collection) => linked(response, collection, 'elements'));
}

/** The members of a list that must be there: only a list that is empty says that there is nothing. */
export function listed(response: NormalisedResponse, owner: Located, key: string): Located[] {
  const isThere = [owner.entity[`*${key}`], owner.entity[key]].some(Array.isArray);
  if (!isThere) throw new VoyagerShapeError(`${owner.path}.*${key}`, 'not a list');
  return linked(response, owner, key);
}

/** `located` read through a zod shape; a mismatch is a VoyagerShapeError naming the field. */
export function readShape<S extends z.ZodType>(shape: S, located: Located): z.output<S> {
  const result = shape.safeParse(located.entity);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = [located.path, ...(issue?.path ?? []).map(String)].join('.');
  throw new VoyagerShapeError(path, issue?.message ?? 'wrong shape');
}

export function isEntity(value: unknown): value is Entity {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): unknown[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((item) => item !== null && item !== undefined);
}

/** One level deep into objects: enough for the partials seen, and safe on any nesting. */
function mergePartials(first: Entity, second: Entity): Entity {
  const keys = new Set([...Object.keys(first), ...Object.keys(second)]);
  // fromEntries defines own properties, so a "__proto__" key stays a plain field.
  return Object.fromEntries(
    [...keys].map((key) => [key, mergeField(ownField(first, key), ownField(second, key))]),
  );
}

function mergeField(first: unknown, second: unknown): unknown {
  if (saysNothing(first)) return second ?? first;
  if (isEntity(first) && isEntity(second)) return { ...second, ...withoutNulls(first) };
  return first;
}

function saysNothing(value: unknown): boolean {
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

function withoutNulls(entity: Entity): Entity {
  return Object.fromEntries(Object.entries(entity).filter(([, value]) => value !== null));
}

function ownField(entity: Entity, key: string): unknown {
  return Object.hasOwn(entity, key) ? entity[key] : undefined;
}
