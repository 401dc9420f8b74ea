import { lockContact, renameCompany, renameContact } from '@fairlead/db/repositories/contacts';
import { removeEmbedding } from '@fairlead/db/repositories/embeddings';
import { recordEvent } from '@fairlead/db/repositories/events';
import { addUnknownLeads, closeLead, findLeadId } from '@fairlead/db/repositories/leads';
import { publicIdFromUrl } from '@fairlead/shared/domain/profile';
import { Router } from 'express';
import { changeRoute } from '../change-route.ts';
import { CompanyForm, ContactForm } from '../data/forms.ts';
import { keyOf, renderRow, specOf } from '../data/row-page.ts';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { faultsOf, valuesOf } from '../pages/form-faults.ts';
import { idOf } from '../request.ts';
import { requireOperator } from '../session/guard.ts';

const LONGEST_ADDRESS = 400;

/** What may be changed of contacts, companies, leads and embeddings. */
export function dataChangeRoutes(deps: DashboardDeps): Router {
  const { db } = deps;
  const router = Router();

  changeRoute(router, '/data/contacts/:id', requireOperator, deps, async (req, { trx }, res) => {
    const id = idOf(req);
    const before = await lockContact(trx, id);
    if (!before) throw new HttpError(404, 'There is no such contact.');
    const values = valuesOf(req.body);
    const form = ContactForm.safeParse(values);
    if (!form.success) {
      const typed = { values, faults: faultsOf(form.error) };
      return { again: () => renderRow(db, res.status(422), 'contacts', [id], typed) };
    }
    await renameContact(trx, id, form.data);
    return {
      log: [{ what: 'contact.renamed', target: `contact ${id}`, before: { ...before }, after: form.data }],
      notice: 'The contact is changed.',
      next: `/data/contacts/${id}`,
    };
  });

  changeRoute(router, '/data/companies/:id', requireOperator, deps, async (req, { trx }, res) => {
    const id = idOf(req);
    const values = valuesOf(req.body);
    const again = (faults: Readonly<Record<string, string>>) => ({
      again: () => renderRow(db, res.status(422), 'companies', [id], { values, faults }),
    });
    const form = CompanyForm.safeParse(values);
    if (!form.success) return again(faultsOf(form.error));
    const renamed = await renameCompany(trx, id, form.data.name);
    if (renamed.kind === 'missing') throw new HttpError(404, 'There is no such company.');
    if (renamed.kind === 'taken') return again({ name: 'Another company has this name.' });
    const before = { name: renamed.before };
    return {
      log: [{ what: 'company.renamed', target: `company ${id}`, before, after: form.data }],
      notice: 'The company is changed.',
      next: `/data/companies/${id}`,
    };
  });

  changeRoute(router, '/data/leads', requireOperator, deps, async (req, { trx, now }) => {
    const { address = '' } = valuesOf(req.body);
    const publicId = readAddress(address, deps.profileBaseUrl);
    if (publicId === null)
      throw new HttpError(400, 'This is no address of a profile: it looks like https://…/in/the-name.');
    const [added] = await addUnknownLeads(trx, [publicId], now, null);
    const id = added ?? (await findLeadId(trx, publicId));
    if (added === undefined)
      return { log: [], notice: 'They were known already.', next: `/data/leads/${id}` };
    return {
      log: [{ what: 'lead.added', target: `lead ${id}`, after: { publicId } }],
      notice: 'The lead is added: its profile will be read when there is time for it.',
      next: `/data/leads/${id}`,
    };
  });

  changeRoute(router, '/data/leads/:id/close', requireOperator, deps, async (req, { trx, who, now }) => {
    const id = idOf(req);
    if (!(await closeLead(trx, id, 'inaccessible')))
      throw new HttpError(
        409,
        'This lead cannot be closed: it is closed already, or has deals. Close those.',
      );
    await recordEvent(trx, { kind: 'lead.closed-by-hand', leadId: id, detail: `by ${who}` }, now);
    return {
      log: [{ what: 'lead.closed', target: `lead ${id}`, after: { reason: 'inaccessible' } }],
      notice: 'The lead is closed: it is neither read nor judged any more.',
      next: `/data/leads/${id}`,
    };
  });

  changeRoute(router, '/data/embeddings/:id/remove', requireOperator, deps, async (req, { trx }) => {
    const [leadId, model] = keyOf(specOf('embeddings'), req.params.id);
    if (!(await removeEmbedding(trx, Number(leadId), String(model))))
      throw new HttpError(404, 'There is no such embedding.');
    return {
      log: [{ what: 'embedding.removed', target: `lead ${leadId}`, before: { model } }],
      notice: 'The embedding is removed. It is made anew while the lead is worked with.',
      next: '/data/embeddings',
    };
  });
  return router;
}

/** The public id in what somebody pasted. */
function readAddress(address: string, base: string | null): string | null {
  const text = address.trim();
  if (text.length > LONGEST_ADDRESS) return null;
  // Copied without the scheme.
  const link = /^[\w.-]+\.\w+\/in\//.test(text) ? `https://${text}` : text;
  return publicIdFromUrl(link, base ?? 'https://profiles.invalid');
}
