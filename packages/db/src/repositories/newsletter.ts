import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** An account for which nobody has decided about the newsletter yet. */
export interface UndecidedAccount {
  accountId: number;
  stored: boolean;
  /** In its settings, and in its own profile; null where it is not known. */
  countries: readonly [string | null, string | null];
}

export async function undecidedAccounts(db: Database): Promise<UndecidedAccount[]> {
  const rows = await db
    .selectFrom('account')
    .leftJoin('lead', 'lead.id', 'account.self_lead_id')
    .select([
      'account.id',
      'account.subscribe_newsletter as stored',
      'account.country',
      sql<string | null>`lead.profile ->> 'countryCode'`.as('ownCountry'),
    ])
    .where('newsletter_decided_at', 'is', null)
    .orderBy('account.id')
    .execute();
  return rows.map(({ id, stored, country, ownCountry }) => ({
    accountId: id,
    stored,
    countries: [country, ownCountry],
  }));
}

/** The operator's answer, which no default changes any more. */
export async function chooseNewsletter(
  db: Database,
  accountId: number,
  subscribe: boolean,
  now: Date,
): Promise<void> {
  await db
    .updateTable('account')
    .set({ subscribe_newsletter: subscribe, newsletter_decided_at: now })
    .where('id', '=', accountId)
    .execute();
}

/** Subscribes the account in the operator's stead: once, and never after they answered. False when it was too late. */
export async function defaultNewsletterToYes(db: Database, accountId: number, now: Date): Promise<boolean> {
  const row = await db
    .updateTable('account')
    .set({ subscribe_newsletter: true, newsletter_decided_at: now })
    .where('id', '=', accountId)
    .where('newsletter_decided_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** What the endpoint is to be told of an account. */
export interface DueLetter {
  accountId: number;
  email: string;
  /** Subscribe, or unsubscribe. */
  wanted: boolean;
}

/** Accounts of which the endpoint does not know what they want, and that may be tried now. */
export async function lettersDue(db: Database, now: Date): Promise<DueLetter[]> {
  return await db
    .selectFrom('account')
    .leftJoin('newsletter_letter as letter', 'letter.account_id', 'account.id')
    .select(['account.id as accountId', 'account.email', 'account.subscribe_newsletter as wanted'])
    .where((eb) =>
      eb.or([
        // Whoever it was never told about it takes for no subscriber.
        eb.and([eb('letter.account_id', 'is', null), eb('account.subscribe_newsletter', '=', true)]),
        eb.and([
          eb('letter.account_id', 'is not', null),
          eb('letter.confirmed', 'is distinct from', eb.ref('account.subscribe_newsletter')),
          eb.or([
            eb('letter.wanted', '!=', eb.ref('account.subscribe_newsletter')),
            eb('letter.try_after', '<=', now),
          ]),
        ]),
      ]),
    )
    .orderBy('account.id')
    .execute();
}

/** A letter that this worker, and no other, sends now. */
export interface BegunLetter {
  /** Equal for every attempt of the same letter. */
  turn: number;
  /** This one included. */
  attempts: number;
}

/**
 * Claims the letter before it is sent: from now on, whatever happens, what the endpoint knows is uncertain until it
 * confirms. Null when somebody else has it. After a crash it is tried again from `tryAfter` on.
 */
export async function beginLetter(
  db: Database,
  { accountId, wanted }: Pick<DueLetter, 'accountId' | 'wanted'>,
  tryAfter: Date,
  now: Date,
): Promise<BegunLetter | null> {
  // A wish that changed, or one that was confirmed before, makes a new letter.
  const isSame = sql<boolean>`newsletter_letter.wanted = excluded.wanted and newsletter_letter.confirmed is null`;
  const row = await db
    .insertInto('newsletter_letter')
    .values({ account_id: accountId, wanted, attempts: 1, turn: 1, try_after: tryAfter })
    .onConflict((conflict) =>
      conflict
        .column('account_id')
        .doUpdateSet({
          turn: sql<number>`newsletter_letter.turn + case when ${isSame} then 0 else 1 end`,
          attempts: sql<number>`case when ${isSame} then newsletter_letter.attempts + 1 else 1 end`,
          wanted: sql<boolean>`excluded.wanted`,
          confirmed: null,
          try_after: sql<Date>`excluded.try_after`,
          failure: null,
        })
        .where((eb) =>
          eb.and([
            eb('newsletter_letter.confirmed', 'is distinct from', sql<boolean>`excluded.wanted`),
            eb.or([
              eb('newsletter_letter.wanted', '!=', sql<boolean>`excluded.wanted`),
              eb('newsletter_letter.try_after', '<=', now),
            ]),
          ]),
        ),
    )
    .returning(['turn', 'attempts'])
    .executeTakeFirst();
  return row ?? null;
}

/** The endpoint took the letter: it is never sent again. */
export async function confirmLetter(db: Database, accountId: number, turn: number, now: Date): Promise<void> {
  await db
    .updateTable('newsletter_letter')
    .set((eb) => ({ confirmed: eb.ref('wanted'), confirmed_at: now, try_after: null, failure: null }))
    .where('account_id', '=', accountId)
    .where('turn', '=', turn)
    .execute();
}

/** The attempt failed; null gives the letter up. */
export async function failLetter(
  db: Database,
  accountId: number,
  turn: number,
  failure: string,
  tryAfter: Date | null,
): Promise<void> {
  await db
    .updateTable('newsletter_letter')
    .set({ failure, try_after: tryAfter })
    .where('account_id', '=', accountId)
    .where('turn', '=', turn)
    .execute();
}

/** Letters that were given up, each with what the endpoint said. */
export async function lettersGivenUp(db: Database): Promise<{ accountId: number; failure: string }[]> {
  return await db
    .selectFrom('newsletter_letter')
    .select(['account_id as accountId', 'failure'])
    .where('confirmed', 'is', null)
    .where('try_after', 'is', null)
    .where('failure', 'is not', null)
    .$narrowType<{ failure: string }>()
    .orderBy('account_id')
    .execute();
}
