/** How many ids below the newest are looked at again. */
export const LOOK_BACK = 64;

export interface Unseen {
  /** Read rows above this id. */
  from(): number;
  /** Those of the rows that were not taken before. */
  take<T extends { id: number }>(rows: readonly T[]): T[];
}

/**
 * Follows a table by id from above `start`. Ids are given before transactions commit, so a lower one
 * can appear after a higher one: the last few ids are read again, and what was taken is left out.
 */
export function createUnseen(start: number): Unseen {
  let newest = start;
  let seen = new Set<number>();
  return {
    from: () => Math.max(start, newest - LOOK_BACK),
    take: (rows) => {
      const fresh = rows.filter(({ id }) => !seen.has(id));
      newest = Math.max(newest, ...fresh.map(({ id }) => id));
      seen = new Set([...seen, ...fresh.map(({ id }) => id)].filter((id) => id > newest - LOOK_BACK));
      return fresh;
    },
  };
}
