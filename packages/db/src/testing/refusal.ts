import { sql } from 'kysely';
import { DatabaseError } from 'pg';
import type { Database } from '../database.ts';

class Undo extends Error {}

/** The error with which the database refuses the statement, or null. Changes nothing either way. */
export async function refusalOf(db: Database, statement: string): Promise<DatabaseError | null> {
  try {
    return await db.transaction().execute(async (trx) => {
      await sql.raw(statement).execute(trx);
      throw new Undo();
    });
  } catch (error) {
    if (error instanceof Undo) return null;
    if (error instanceof DatabaseError) return error;
    throw error;
  }
}
