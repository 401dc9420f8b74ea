import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Client } from 'pg';
import { FrameReader, messageBody, messageType } from '../frames.ts';
import { cstring, int32, message } from '../messages.ts';

/** A connected `pg` client. `settings` are startup options, as a connection string carries them. */
export async function connectClient(url: string, settings: Record<string, string> = {}): Promise<Client> {
  const options = Object.entries(settings).map(
    ([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`,
  );
  const client = new Client({ connectionString: url, options: options.join(' ') });
  await client.connect();
  return client;
}

/** Cuts the connection without a goodbye, as a killed process does. Resolves when it is gone. */
export async function cutOff(client: Client): Promise<void> {
  client.on('error', () => undefined);
  const ended = new Promise((resolve) => client.once('end', resolve));
  socketOf(client).resetAndDestroy();
  await ended;
}

function socketOf(client: Client): Socket {
  const { connection } = client as unknown as { connection: { stream: Socket } };
  return connection.stream;
}

/** The wire protocol by hand: the exact bytes go out, whole messages come in. */
export interface RawClient {
  socket: Socket;
  send(...bytes: Buffer[]): void;
  /** All messages up to and including the next of that type. */
  until(type: string): Promise<Buffer[]>;
}

export async function connectRaw(port: number): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  const reader = new FrameReader();
  const incoming: Buffer[] = [];
  const wake = new EventTarget();
  socket.on('data', (chunk) => {
    reader.push(chunk);
    for (let bytes = reader.readMessage(); bytes !== undefined; bytes = reader.readMessage()) {
      incoming.push(bytes);
    }
    wake.dispatchEvent(new Event('message'));
  });
  await once(socket, 'connect');
  return {
    socket,
    send: (...bytes) => void socket.write(Buffer.concat(bytes)),
    until: async (type) => {
      for (;;) {
        const end = incoming.findIndex((bytes) => messageType(bytes) === type);
        if (end >= 0) return incoming.splice(0, end + 1);
        await once(wake, 'message');
      }
    },
  };
}

/** A raw client that has said who it is and been told to go ahead. */
export async function startRaw(port: number): Promise<RawClient> {
  const raw = await connectRaw(port);
  const body = Buffer.concat([int32(3 << 16), cstring('user'), cstring('anyone'), Buffer.of(0)]);
  raw.send(int32(body.length + 4), body);
  await raw.until('Z');
  return raw;
}

const noItems = Buffer.alloc(2);
export const parse = (name: string, sql: string) => message('P', cstring(name), cstring(sql), noItems);
export const bind = (portal: string, name: string) =>
  message('B', cstring(portal), cstring(name), noItems, noItems, noItems);
export const describeStatement = (name: string) => message('D', Buffer.from('S'), cstring(name));
export const execute = (portal: string, maxRows = 0) => message('E', cstring(portal), int32(maxRows));
export const flush = () => message('H');
export const terminate = () => message('X');

/** Types in order, e.g. `1 2 D C Z`; ReadyForQuery with its status, errors with their SQLSTATE. */
export function summarise(messages: Buffer[]): string {
  return messages.map(summariseOne).join(' ');
}

function summariseOne(bytes: Buffer): string {
  const type = messageType(bytes);
  const body = messageBody(bytes).toString('latin1');
  if (type === 'Z') return `Z${body}`;
  return type === 'E' ? `E${/\0C(\w{5})\0/.exec(body)?.[1]}` : type;
}
