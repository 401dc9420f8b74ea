import type { Tx } from '../database.ts';

/** What an operator chose for an account, besides its hours and limits. */
export interface AccountChoices {
  handle: string;
  email: string;
  /** Lower-case ISO 3166-1 alpha-2; null: unknown. */
  country: string | null;
  active: boolean;
  /** The answer about the newsletter; null while nobody gave one. */
  newsletter: boolean | null;
}

/** Null when there is no such account. Locks it until the transaction ends. */
export async function lockAccountChoices(trx: Tx, id: number): Promise<AccountChoices | null> {
  const row = await trx
    .selectFrom('account')
    .select(['handle', 'email', 'country', 'active', 'subscribe_newsletter', 'newsletter_decided_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  const { subscribe_newsletter, newsletter_decided_at, ...choices } = row;
  return { ...choices, newsletter: newsletter_decided_at === null ? null : subscribe_newsletter };
}

/** Where the account is, and whether it does anything. An inactive one is left out of every plan. */
export async function changeAccountChoices(
  trx: Tx,
  id: number,
  { country, active }: Pick<AccountChoices, 'country' | 'active'>,
): Promise<void> {
  await trx.updateTable('account').set({ country, active }).where('id', '=', id).execute();
}
