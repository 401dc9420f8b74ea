import type { Database } from '@fairlead/db/database';
import { activityAfter, newestEventId } from '@fairlead/db/views/activity';
import type { Clock } from '@fairlead/shared/runtime/clock';
import type { Liquid } from 'liquidjs';
import { eventView } from '../pages/events.ts';
import type { StreamMessage } from './stream.ts';
import { createUnseen, LOOK_BACK } from './unseen.ts';

const POLL_MS = 1_000;
const BATCH = 100;
const SILENT_POLLS_BEFORE_PING = 15;

export interface FeedDeps {
  db: Database;
  clock: Clock;
  views: Liquid;
}

/**
 * New events as rendered rows, for ever: those after `after`, or after now when it is absent. Ends
 * by rejecting when `signal` aborts. Sends a ping when nothing happens, so that dead clients are noticed.
 */
export async function* followEvents(
  { db, clock, views }: FeedDeps,
  after: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<StreamMessage> {
  const start = after ?? (await newestEventId(db));
  const unseen = createUnseen(start);
  let silentPolls = 0;
  yield { ping: true };
  for (;;) {
    const events = unseen.take(await activityAfter(db, unseen.from(), BATCH + LOOK_BACK));
    for (const event of events) {
      const html: string = await views.renderFile('partials/event-row', { event: eventView(event) });
      yield { id: event.id, data: { html } };
    }
    silentPolls = events.length > 0 ? 0 : silentPolls + 1;
    if (silentPolls >= SILENT_POLLS_BEFORE_PING) {
      silentPolls = 0;
      yield { ping: true };
    }
    await clock.sleepRealMs(POLL_MS, signal);
  }
}
