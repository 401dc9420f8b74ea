import { connectDatabase } from '@fairlead/db/database';
import { migrate } from '@fairlead/db/migrate';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

/** A database with the newest schema that nobody is connected to: what other databases are copied from. */
export interface Template {
  name: string;
  drop(): Promise<void>;
}

/** Migrates once for the whole run. Only a real server can copy databases. */
export async function createTemplate(serverUrl: string): Promise<Template> {
  const database: TestDatabase = await createTestDatabase('template', {
    server: { url: serverUrl, kind: 'server' },
  });
  try {
    const db = await connectDatabase(database.url, { max: 1 });
    await migrate(db).finally(() => db.destroy());
  } catch (error) {
    await database.drop();
    throw error;
  }
  return { name: new URL(database.url).pathname.slice(1), drop: database.drop };
}
