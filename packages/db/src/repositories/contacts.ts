import type { Database, Tx } from '../database.ts';

/** What a human may put right of a contact. */
export interface ContactNames {
  firstName: string;
  lastName: string;
  title: string | null;
}

/** Null when there is no such contact. Locks it, so that the log of changes says what really was before. */
export async function lockContact(trx: Tx, id: number): Promise<ContactNames | null> {
  const row = await trx
    .selectFrom('contact')
    .select(['first_name as firstName', 'last_name as lastName', 'title'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function renameContact(
  db: Database,
  id: number,
  { firstName, lastName, title }: ContactNames,
): Promise<void> {
  await db
    .updateTable('contact')
    .set({ first_name: firstName, last_name: lastName, title })
    .where('id', '=', id)
    .execute();
}

/** `taken`: another company without an address on LinkedIn has this name, and is found by it. */
export type CompanyRenamed = { kind: 'missing' } | { kind: 'taken' } | { kind: 'done'; before: string };

export async function renameCompany(trx: Tx, id: number, name: string): Promise<CompanyRenamed> {
  const company = await trx
    .selectFrom('company')
    .select(['name', 'urn'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!company) return { kind: 'missing' };
  if (company.urn === null && (await isNameTaken(trx, id, name))) return { kind: 'taken' };
  await trx.updateTable('company').set({ name }).where('id', '=', id).execute();
  return { kind: 'done', before: company.name };
}

async function isNameTaken(trx: Tx, id: number, name: string): Promise<boolean> {
  const other = await trx
    .selectFrom('company')
    .select('id')
    .where((eb) => eb(eb.fn<string>('lower', ['name']), '=', eb.fn<string>('lower', [eb.val(name)])))
    .where('urn', 'is', null)
    .where('id', '!=', id)
    .executeTakeFirst();
  return other !== undefined;
}
