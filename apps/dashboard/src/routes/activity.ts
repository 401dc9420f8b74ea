import { newestActivity } from '@fairlead/db/views/activity';
import { Router } from 'express';
import type { Liquid } from 'liquidjs';
import { z } from 'zod';
import type { DashboardDeps } from '../deps.ts';
import { followEvents } from '../live/event-feed.ts';
import { streamMessages } from '../live/stream.ts';
import { eventView } from '../pages/events.ts';
import { queryOf } from '../request.ts';
import { MAX_INT } from '../row-id.ts';

const PAGE_SIZE = 100;
const id = z.coerce.number().int().min(0).max(MAX_INT).optional();
const PageQuery = z.object({ before: id });
const StreamQuery = z.object({ after: id });
const LastEventId = z.coerce.number().int().min(0).max(MAX_INT);

/** Everything that happened, and a stream of what happens. */
export function activityRoutes({ db, clock, log, signal }: DashboardDeps, views: Liquid): Router {
  const router = Router();
  router.get('/activity', async (req, res) => {
    const { before } = queryOf(req, PageQuery);
    const found = await newestActivity(db, PAGE_SIZE + 1, before);
    const events = found.slice(0, PAGE_SIZE);
    const older = found.length > events.length ? (events.at(-1)?.id ?? null) : null;
    const live = before === undefined;
    const newestEventId = events[0]?.id ?? 0;
    res.render('activity', { title: 'Activity', events: events.map(eventView), older, live, newestEventId });
  });
  router.get('/events', async (req, res) => {
    const resumed = LastEventId.safeParse(req.get('Last-Event-ID'));
    const after = resumed.success ? resumed.data : queryOf(req, StreamQuery).after;
    await streamMessages(res, { log, signal }, (streaming) =>
      followEvents({ db, clock, views }, after, streaming),
    );
  });
  return router;
}
