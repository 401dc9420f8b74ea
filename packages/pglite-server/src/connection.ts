import type { Socket } from 'node:net';
import { FrameReader, messageType, ProtocolViolation } from './frames.ts';
import { authenticationOk, backendKeyData, fatalError, parameterStatus, readyForQuery } from './messages.ts';
import type { Client, SharedSession } from './shared-session.ts';
import { parseStartup } from './startup.ts';
import type { Turns } from './turns.ts';
import { UnitCollector } from './units.ts';

export interface ConnectionDeps {
  session: SharedSession;
  turns: Turns;
  /** What every client is told when it connects. */
  reportedSettings: readonly (readonly [string, string])[];
}

/** Serves one socket from its first byte to its last. `id` must be unique while the server runs. */
export function serveConnection(socket: Socket, id: number, deps: ConnectionDeps): void {
  const { session, turns } = deps;
  const reader = new FrameReader();
  const prefix = `c${id}:`;
  let isStarted = false;
  let isLeaving = false;

  const client: Client = {
    id,
    prefix,
    collector: new UnitCollector(prefix),
    startupSettings: new Map(),
    settings: new Map(),
    channels: new Set(),
    pendingEffects: [],
    send: (bytes) => {
      if (!socket.destroyed && bytes.length > 0) socket.write(bytes);
    },
    end: (lastMessage) => {
      client.send(lastMessage);
      hangUp();
    },
  };

  /** Queued behind what the client still has waiting, which a client that said goodbye expects to be done. */
  function leave(): void {
    if (isLeaving) return;
    isLeaving = true;
    if (!isStarted) return;
    turns.enqueue(client, async () => {
      await session.leave(client, turns.isHeldBy(client));
      return false;
    });
  }

  function hangUp(): void {
    turns.drop(client);
    leave();
    socket.destroySoon();
  }

  function takeStartup(packet: Buffer): void {
    const request = parseStartup(packet);
    if (request.kind === 'encryption') {
      socket.write('N');
    } else if (request.kind === 'cancel') {
      hangUp();
    } else {
      client.startupSettings = request.settings;
      client.settings = request.settings;
      isStarted = true;
      session.join(client);
      client.send(greeting(client, deps.reportedSettings));
    }
  }

  function takeMessage(bytes: Buffer): void {
    if (messageType(bytes) === 'X') {
      turns.enqueue(client, () => {
        socket.destroySoon();
        return Promise.resolve(turns.isHeldBy(client));
      });
      leave();
      return;
    }
    const unit = client.collector.push(bytes);
    if (unit !== undefined) {
      turns.enqueue(client, () => session.run(client, unit, turns.isHeldBy(client)));
    }
  }

  function takeWaiting(): void {
    while (!isLeaving) {
      const bytes = isStarted ? reader.readMessage() : reader.readStartup();
      if (bytes === undefined) return;
      if (isStarted) takeMessage(bytes);
      else takeStartup(bytes);
    }
  }

  socket.setNoDelay(true);
  socket.on('data', (chunk) => {
    reader.push(chunk);
    try {
      takeWaiting();
    } catch (error) {
      if (!(error instanceof ProtocolViolation)) throw error;
      client.end(fatalError('08P01', error.message));
    }
  });
  // A reset connection is followed by 'close', where it is dealt with.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    if (!isLeaving) turns.drop(client);
    leave();
  });
}

function greeting(client: Client, reported: ConnectionDeps['reportedSettings']): Buffer {
  const statuses = reported.map(([name, value]) =>
    parameterStatus(name, client.startupSettings.get(name.toLowerCase()) ?? value),
  );
  return Buffer.concat([authenticationOk(), ...statuses, backendKeyData(client.id), readyForQuery('I')]);
}
