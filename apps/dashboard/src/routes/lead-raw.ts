import { readRawProfile } from '@fairlead/db/views/raw-profile';
import { Router } from 'express';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { idOf } from '../request.ts';

/** The raw profile of a person, as a file: for whoever doubts what was made of it. */
export function leadRawRoutes({ db }: DashboardDeps): Router {
  const router = Router();
  router.get('/leads/:id/raw', async (req, res) => {
    const id = idOf(req);
    const raw = await readRawProfile(db, id);
    if (raw === null) throw new HttpError(404, 'This profile has not been read.');
    res.attachment(`lead-${id}.json`).set('Cache-Control', 'no-store').json(raw);
  });
  return router;
}
