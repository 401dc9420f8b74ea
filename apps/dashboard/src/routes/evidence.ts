import {
  EVIDENCE_PARTS,
  type EvidencePart,
  readDriftEvidence,
} from '@fairlead/db/repositories/drift-evidence';
import { Router } from 'express';
import { z } from 'zod';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { idOf } from '../request.ts';

const Part = z.object({ part: z.enum(EVIDENCE_PARTS) });

const FILES: Readonly<Record<EvidencePart, { type: string; ending: string }>> = {
  screenshot: { type: 'image/jpeg', ending: 'jpg' },
  accessibility: { type: 'text/plain; charset=utf-8', ending: 'txt' },
  dom: { type: 'text/plain; charset=utf-8', ending: 'txt' },
};

/** What pages looked like that were not as they should be, to be kept or sent to whoever repairs the selectors. */
export function evidenceRoutes({ db }: DashboardDeps): Router {
  const router = Router();
  router.get('/evidence/:id/:part', async (req, res) => {
    const id = idOf(req);
    const { data } = Part.safeParse(req.params);
    const content = data ? await readDriftEvidence(db, id, data.part) : null;
    if (!data || content === null) throw new HttpError(404, 'There is no such evidence.');
    const { type, ending } = FILES[data.part];
    res.set('Content-Type', type).attachment(`evidence-${id}-${data.part}.${ending}`);
    res.set('Cache-Control', 'no-store').send(content);
  });
  return router;
}
