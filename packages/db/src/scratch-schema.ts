import { sql } from 'kysely';
import { connectDatabase } from './database.ts';

/** A schema that nobody else uses, in a database that others may use. */
export interface ScratchSchema {
  /** Unqualified names mean this schema's tables. */
  url: string;
  /** Removes it with all it holds. */
  drop(): Promise<void>;
}

/** Makes the schema, in place of one of that name that was left behind. The name must be a plain identifier. */
export async function createScratchSchema(databaseUrl: string, name: string): Promise<ScratchSchema> {
  const drop = (): Promise<void> => execute(databaseUrl, `drop schema if exists ${name} cascade`);
  await drop();
  await execute(databaseUrl, `create schema ${name}`);
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `-c search_path=${name},public`);
  return { url: url.href, drop };
}

async function execute(databaseUrl: string, statement: string): Promise<void> {
  const db = await connectDatabase(databaseUrl, { max: 1 });
  try {
    await sql.raw(statement).execute(db);
  } finally {
    await db.destroy();
  }
}
