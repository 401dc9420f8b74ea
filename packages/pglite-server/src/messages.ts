import { messageBody, ProtocolViolation } from './frames.ts';

/** Transaction status as ReadyForQuery reports it: idle, in a transaction, in a failed transaction. */
export type TransactionStatus = 'I' | 'T' | 'E';

/** Builds a typed message from its type letter and the parts of its body. */
export function message(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(5);
  header.write(type, 'latin1');
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

export function cstring(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** Reads a zero-terminated string; `next` is the offset behind it. */
export function readCstring(body: Buffer, offset: number): { text: string; next: number } {
  const end = body.indexOf(0, offset);
  if (end === -1) throw new ProtocolViolation('unterminated string');
  return { text: body.toString('utf8', offset, end), next: end + 1 };
}

export const query = (sql: string): Buffer => message('Q', cstring(sql));
export const sync = (): Buffer => message('S');
export const authenticationOk = (): Buffer => message('R', int32(0));
export const readyForQuery = (status: TransactionStatus): Buffer => message('Z', Buffer.from(status));

export function parameterStatus(name: string, value: string): Buffer {
  return message('S', cstring(name), cstring(value));
}

export function backendKeyData(processId: number): Buffer {
  return message('K', int32(processId), int32(0));
}

/** An ErrorResponse of severity FATAL with an SQLSTATE; the connection is closed after it. */
export function fatalError(sqlState: string, text: string): Buffer {
  const fields = ['SFATAL', 'VFATAL', `C${sqlState}`, `M${text}`].map(cstring);
  return message('E', ...fields, Buffer.of(0));
}

/** The columns of a DataRow as text; null stays null. */
export function readDataRow(dataRow: Buffer): (string | null)[] {
  const body = messageBody(dataRow);
  const columns: (string | null)[] = [];
  let offset = 2;
  for (let left = body.readInt16BE(0); left > 0; left--) {
    const length = body.readInt32BE(offset);
    offset += 4;
    columns.push(length === -1 ? null : body.toString('utf8', offset, offset + length));
    offset += Math.max(length, 0);
  }
  return columns;
}

/** A NotificationResponse: which channel, and the message with the sender's id put in place of the engine's. */
export function readNotification(notification: Buffer, senderId: number): { channel: string; bytes: Buffer } {
  const bytes = Buffer.from(notification);
  bytes.writeInt32BE(senderId, 5);
  return { channel: readCstring(messageBody(bytes), 4).text, bytes };
}
