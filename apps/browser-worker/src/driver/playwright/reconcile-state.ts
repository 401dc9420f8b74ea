import type { ConnectionState } from '../port.ts';
import type { Relationship } from '../voyager/relationship.ts';

/**
 * One state out of what Voyager and the page say. Each can be stale, so when they contradict each other the
 * reading that permits no write wins:
 * - either says self, pending or incoming: that (the page's word before Voyager's), since each forbids
 *   inviting and writing;
 * - `connected` and `connectable` permit a write, so neither stands against the other: `unavailable`;
 * - the page shows neither Connect nor Pending: Voyager's `connected` stands, since a connection's page may
 *   look just like that; its "no invitation" adds nothing.
 */
export function reconcileState(page: ConnectionState, voyager: Relationship['kind']): ConnectionState {
  for (const state of ['self', 'pending', 'incoming'] as const) if (page === state) return state;
  for (const state of ['self', 'pending', 'incoming'] as const) if (voyager === state) return state;
  if (voyager === 'connected') return page === 'connectable' ? 'unavailable' : 'connected';
  if (voyager === 'none') return page === 'connected' ? 'unavailable' : page;
  return page;
}
