import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { messageBody, messageType, splitMessages } from './frames.ts';
import { query, readCstring, readDataRow, sync, type TransactionStatus } from './messages.ts';

/** SQL of the server's own that the engine refused. */
export class SqlFailure extends Error {
  override readonly name = 'SqlFailure';
  readonly sqlState: string;
  constructor(message: string, sqlState: string) {
    super(message);
    this.sqlState = sqlState;
  }
}

/** What the engine answered to one unit. */
export interface Reply {
  /** The messages for the client that sent the unit, ReadyForQuery last if there is one. */
  bytes: Buffer;
  notifications: Buffer[];
  /** Undefined when the unit ended in Flush. */
  status: TransactionStatus | undefined;
  /** An error, or a COMMIT that turned out as a ROLLBACK. */
  isUndone: boolean;
}

/** PGlite as one raw protocol session. Any error but SqlFailure means that it has broken down for good. */
export interface Engine {
  run(messages: Buffer[], expectsReady: boolean): Promise<Reply>;
  /** Runs SQL of the server's own; rows as text. Throws SqlFailure when it fails. */
  select(sql: string): Promise<(string | null)[][]>;
  close(): Promise<void>;
}

/** Opens (creates when missing) the database in `folder`, in memory without one, with pgvector installed. */
export async function openEngine(folder: string | undefined): Promise<Engine> {
  const db = await PGlite.create({
    ...(folder === undefined ? {} : { dataDir: folder }),
    extensions: { vector },
  });
  await db.exec('CREATE EXTENSION IF NOT EXISTS vector SCHEMA public');
  const run = (messages: Buffer[], expectsReady: boolean) => runUnit(db, messages, expectsReady);
  return {
    run,
    select: async (sql) => {
      const messages = splitMessages((await run([query(sql)], true)).bytes);
      const error = messages.find((reply) => messageType(reply) === 'E');
      if (error !== undefined) throw readFailure(error);
      return messages.filter((reply) => messageType(reply) === 'D').map(readDataRow);
    },
    close: () => db.close(),
  };
}

async function runUnit(db: PGlite, messages: Buffer[], expectsReady: boolean): Promise<Reply> {
  const reply = readReply(await runRaw(db, messages));
  if (!expectsReady || reply.status !== undefined) return reply;
  // After an error Postgres skips everything up to Sync, even a Query; if Sync is not answered either, it is dead.
  const { status } = readReply(await runRaw(db, [sync()]));
  if (status === undefined) throw new Error('the database engine stopped answering');
  return { ...reply, status };
}

async function runRaw(db: PGlite, messages: Buffer[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await db.runExclusive(() =>
    db.execProtocolRawStream(Buffer.concat(messages), {
      // The bytes lie in the engine's memory and change with its next step.
      onRawData: (bytes) => chunks.push(Buffer.from(bytes)),
    }),
  );
  return Buffer.concat(chunks);
}

function readReply(output: Buffer): Reply {
  const reply: Reply = { bytes: output, notifications: [], status: undefined, isUndone: false };
  const own: Buffer[] = [];
  for (const bytes of splitMessages(output)) {
    const type = messageType(bytes);
    if (type === 'A') reply.notifications.push(bytes);
    else own.push(bytes);
    if (type === 'Z') reply.status = readStatus(bytes);
    if (type === 'E' || (type === 'C' && readCstring(messageBody(bytes), 0).text === 'ROLLBACK')) {
      reply.isUndone = true;
    }
  }
  if (reply.notifications.length > 0) reply.bytes = Buffer.concat(own);
  return reply;
}

function readStatus(readyForQuery: Buffer): TransactionStatus {
  const letter = messageBody(readyForQuery).toString('latin1');
  return letter === 'T' || letter === 'E' ? letter : 'I';
}

function readFailure(error: Buffer): SqlFailure {
  const body = messageBody(error);
  const fields = new Map<string, string>();
  let offset = 0;
  while (body[offset]) {
    const { text, next } = readCstring(body, offset);
    fields.set(text.slice(0, 1), text.slice(1));
    offset = next;
  }
  return new SqlFailure(fields.get('M') ?? 'unknown error', fields.get('C') ?? 'XX000');
}
