import { readDocument } from '@fairlead/db/views/table-rows';
import { readTableSizes, type TableSize } from '@fairlead/db/views/table-sizes';
import { Router } from 'express';
import { labelOf, listCells } from '../data/cells.ts';
import { keyOf, renderRow, specOf } from '../data/row-page.ts';
import { readTablePage, TableQuery } from '../data/table-page.ts';
import { TABLE_GROUPS, TABLES } from '../data/tables.ts';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { countText } from '../pages/count-text.ts';
import { queryOf } from '../request.ts';

/** Every table as it stands in the database: its rows, and one row whole. */
export function dataRoutes({ db }: DashboardDeps): Router {
  const router = Router();
  router.get('/data', async (_req, res) => {
    const sizes = await readTableSizes(
      db,
      TABLES.map(({ table }) => table),
    );
    const groups = TABLE_GROUPS.map(({ title, tables }) => ({
      title,
      tables: tables.map((spec) => ({ ...spec, size: sizeText(sizes.get(spec.table)) })),
    }));
    res.render('data', { title: 'Data', groups });
  });
  router.get('/data/:table', async (req, res) => {
    const spec = specOf(req.params.table);
    const query = queryOf(req, TableQuery);
    const page = await readTablePage(db, spec, query);
    if (!page) throw new HttpError(400, 'This address has parts that cannot be read.');
    res.render('data-table', {
      title: spec.title,
      spec,
      columns: spec.listed.map(labelOf),
      rows: page.rows.map((row) => listCells(spec, row)),
      lookups: spec.lookups.map(({ column }) => ({ column, label: labelOf(column) })),
      filter: { by: null, value: '', q: '', ...query },
      isFiltering: query.value !== undefined || query.q !== undefined,
      isFirst: query.before === undefined && query.on === undefined,
      partial: page.partial,
      next: page.next,
      values: {},
      faults: {},
    });
  });
  router.get('/data/:table/:id', async (req, res) => {
    const spec = specOf(req.params.table);
    await renderRow(db, res, spec.slug, keyOf(spec, req.params.id));
  });
  router.get('/data/:table/:id/:column', async (req, res) => {
    const spec = specOf(req.params.table);
    const key = keyOf(spec, req.params.id);
    const column = spec.columns.find(({ name, kind }) => kind === 'document' && name === req.params.column);
    const content = column ? await readDocument(db, spec, key, column.name) : null;
    if (!column || content === null) throw new HttpError(404, 'There is no such document.');
    const name = `${spec.slug}-${key[0]}-${column.name}.json`;
    res.attachment(name).type('application/json').set('Cache-Control', 'no-store').send(content);
  });
  return router;
}

function sizeText(size: TableSize | undefined): string {
  if (!size) return '';
  const rows = countText(size.rows);
  if (size.kind === 'exactly') return rows;
  return size.kind === 'about' ? `about ${rows}` : `more than ${rows}`;
}
