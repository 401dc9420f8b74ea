import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Database } from '@fairlead/db/database';
import type { LeadQuery } from '@fairlead/db/views/lead-page';
import { type LeadRow, listLeads } from '@fairlead/db/views/leads';
import { stringify } from 'csv-stringify/sync';
import { Router } from 'express';
import type { DashboardDeps } from '../deps.ts';
import { LeadListQuery, leadQuery } from '../pages/lead-list.ts';
import { queryOf } from '../request.ts';

const ROWS_AT_ONCE = 1_000;
const COLUMNS = [
  'id',
  'address',
  'name',
  'headline',
  'company',
  'country',
  'state',
  'verdict',
  'verdict_source',
  'probability',
  'reason',
  'discovered_at',
  'read_at',
];

/** The view that is shown, all of it, as a file. It is read page by page while it is sent. */
export function leadExportRoutes({ db, clock }: DashboardDeps): Router {
  const router = Router();
  router.get('/leads.csv', async (req, res) => {
    const { on: _on, back: _back, ...view } = queryOf(req, LeadListQuery);
    const day = clock.now().toISOString().slice(0, 10);
    res.attachment(`leads-${day}.csv`).type('text/csv; charset=utf-8');
    await pipeline(Readable.from(csvOf(db, leadQuery(view, ROWS_AT_ONCE))), res).catch((error: Error) => {
      // Who asked has gone; anything else is a failure.
      if (!('code' in error) || error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    });
  });
  return router;
}

async function* csvOf(db: Database, query: LeadQuery): AsyncGenerator<string> {
  yield stringify([COLUMNS]);
  let from: LeadQuery['from'] | null;
  do {
    const page = await listLeads(db, { ...query, ...(from ? { from } : {}) });
    // Strangers write names that a table would run as formulas.
    yield stringify(page.rows.map(cellsOf), { escape_formulas: true });
    from = page.next;
  } while (from);
}

function cellsOf(row: LeadRow): (string | number | null)[] {
  return [
    row.id,
    row.publicId,
    row.name,
    row.headline,
    row.company,
    row.country,
    row.state,
    row.qualified === null ? null : row.qualified ? 'yes' : 'no',
    row.source,
    row.confidence,
    row.reason,
    row.discoveredAt.toISOString(),
    row.enrichedAt?.toISOString() ?? null,
  ];
}
