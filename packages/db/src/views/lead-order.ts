import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../database.ts';

/** The orders a list of leads comes in. `read`: those whose profile was read, the latest first. */
export const LEAD_SORTS = ['newest', 'oldest', 'name', 'read'] as const;
export type LeadSort = (typeof LEAD_SORTS)[number];

/** A place in a list: right before or right after one lead. */
export interface LeadCursor {
  /** `on`: the rows after it in the list's order; `back`: those before it. */
  direction: 'on' | 'back';
  /** What the list is ordered by, as Postgres writes it; '' where that is the id. */
  key: string;
  id: number;
}

interface Order {
  /** Null: the id alone. */
  key: RawBuilder<unknown> | null;
  type: 'text' | 'timestamptz';
  descending: boolean;
}

// As the index `lead_by_name` has it.
const NAME = sql`lower(left(coalesce(nullif(lead.full_name, ''), lead.public_id), 200))`;

const ORDERS: Readonly<Record<LeadSort, Order>> = {
  newest: { key: null, type: 'text', descending: true },
  oldest: { key: null, type: 'text', descending: false },
  name: { key: NAME, type: 'text', descending: false },
  read: { key: sql`lead.enriched_at`, type: 'timestamptz', descending: true },
};

/** How one page is walked: the list's order, or its reverse for the way back. */
export interface Walk {
  /** For the select list. */
  key: RawBuilder<string>;
  orderBy: RawBuilder<unknown>;
  /** The rows behind the cursor, in the walk's direction. */
  behind(cursor: LeadCursor): RawBuilder<SqlBool>;
  /** The rows up to and with this one. */
  upTo(edge: LeadCursor): RawBuilder<SqlBool>;
  /** Whether rows that lack the key belong to the list. */
  leavesOut: RawBuilder<SqlBool> | null;
}

export function walkOf(sort: LeadSort, direction: LeadCursor['direction']): Walk {
  const { key, type, descending } = ORDERS[sort];
  const isDown = descending !== (direction === 'back');
  const way = sql.raw(isDown ? 'desc' : 'asc');
  const compare = (sign: '<' | '>', { key: value, id }: LeadCursor, orEqual: string) => {
    const operator = sql.raw(`${sign}${orEqual}`);
    return key === null
      ? sql<SqlBool>`lead.id ${operator} ${id}::int`
      : sql<SqlBool>`(${key}, lead.id) ${operator} (${value}::${sql.raw(type)}, ${id}::int)`;
  };
  return {
    key: key === null ? sql<string>`''` : sql<string>`(${key})::text`,
    orderBy: key === null ? sql`lead.id ${way}` : sql`${key} ${way}, lead.id ${way}`,
    behind: (cursor) => compare(isDown ? '<' : '>', cursor, ''),
    upTo: (edge) => compare(isDown ? '>' : '<', edge, '='),
    leavesOut: sort === 'read' ? sql<SqlBool>`lead.enriched_at is not null` : null,
  };
}

/** All leads of the walk that lie behind the cursor. */
export function leadsBehind(db: Database, walk: Walk, cursor: LeadCursor | undefined) {
  return db
    .selectFrom('lead')
    .$if(walk.leavesOut !== null, (q) => q.where(walk.leavesOut ?? sql<SqlBool>`true`))
    .$if(cursor !== undefined, (q) => q.where(cursor ? walk.behind(cursor) : sql<SqlBool>`true`));
}
