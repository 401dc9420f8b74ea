/** An entity of `included`. */
export interface Entity {
  entityUrn: string;
  $type: string;
  [field: string]: unknown;
}

const COLLECTION = 'com.linkedin.restli.common.CollectionResponse';

/** A list of entities by URN; an empty one has `elements` without the star (facts §4.1, [C]). */
export function collection(entityUrn: string, urns: readonly string[], pageSize: number): Entity {
  return {
    entityUrn,
    paging: {
      total: urns.length,
      start: 0,
      count: pageSize,
      links: [],
      $type: 'com.linkedin.restli.common.CollectionMetadata',
    },
    ...(urns.length === 0 ? { elements: [] } : { '*elements': [...urns] }),
    $recipeTypes: ['com.linkedin.deco.recipe.anonymous.Anon1407225'],
    $type: COLLECTION,
  };
}

/** The root of a query answer: the URNs found. */
export function rootCollection(
  urns: readonly string[],
  paging: Record<string, unknown>,
): Record<string, unknown> {
  return {
    entityUrn: 'urn:li:collectionResponse:q1w2e3=',
    paging: { links: [], ...paging },
    ...(urns.length === 0 ? { elements: [] } : { '*elements': [...urns] }),
    $type: COLLECTION,
  };
}

function voyagerDate(date: { year: number; month?: number | null }): Record<string, unknown> {
  return { ...(date.month ? { month: date.month } : {}), year: date.year, $type: 'com.linkedin.common.Date' };
}

/** Null when neither end is known. */
export function dateRange(
  start: { year: number; month?: number | null } | null,
  end: { year: number; month?: number | null } | null,
): Record<string, unknown> | null {
  if (!start && !end) return null;
  return {
    ...(start ? { start: voyagerDate(start) } : {}),
    ...(end ? { end: voyagerDate(end) } : {}),
    $type: 'com.linkedin.common.DateRange',
  };
}
