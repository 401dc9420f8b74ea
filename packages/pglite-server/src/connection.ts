import type { Socket } from 'node:net';
import { SqlFailure } from './engine.ts';
import { FrameReader, messageType, ProtocolViolation } from './frames.ts';
import { authenticationOk, backendKeyData, fatalError, parameterStatus, readyForQuery } from './messages.ts';
import type { Client, SharedSession } from './shared-session.ts';
import { parseStartup } from './startup.ts';
import type { Turns } from './turns.ts';
import { UnitCollector } from './units.ts';

/** A client that pipelines more than this is not read on until some of it is done. */
const maxPendingUnits = 1000;

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
  let hasSaidGoodbye = false;
  let isLeaving = false;
  let pendingUnits = 0;

  const client: Client = {
    id,
    prefix,
    collector: new UnitCollector(prefix),
    startupSettings: new Map(),
    settings: new Map(),
    channels: new Set(),
    pendingEffects: [],
    send: (bytes) => {
      if (socket.writable && bytes.length > 0) socket.write(bytes);
    },
    end: (lastMessage) => {
      client.send(lastMessage);
      hangUp();
    },
  };

  /** SQL of the server's own that fails for this client is this client's problem only. */
  function enqueue(run: () => Promise<boolean>): void {
    turns.enqueue(client, async () => {
      try {
        return await run();
      } catch (error) {
        if (!(error instanceof SqlFailure)) throw error;
        client.end(fatalError(error.sqlState, error.message));
        return false;
      }
    });
  }

  function leave(): void {
    if (isLeaving) return;
    isLeaving = true;
    if (!isStarted) return;
    enqueue(async () => {
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
      hasSaidGoodbye = true;
      endWhenDone();
      return;
    }
    const unit = client.collector.push(bytes);
    if (unit === undefined) return;
    if (++pendingUnits === maxPendingUnits) socket.pause();
    enqueue(async () => {
      const isHolding = await session.run(client, unit, turns.isHeldBy(client));
      if (pendingUnits-- === maxPendingUnits) socket.resume();
      endWhenDone();
      return isHolding;
    });
  }

  /** What was sent before the goodbye is still carried out. */
  function endWhenDone(): void {
    if (hasSaidGoodbye && pendingUnits === 0) hangUp();
  }

  function takeWaiting(): void {
    while (!isLeaving && !hasSaidGoodbye) {
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
    if (!hasSaidGoodbye) turns.drop(client);
    leave();
  });
}

function greeting(client: Client, reported: ConnectionDeps['reportedSettings']): Buffer {
  const statuses = reported.map(([name, value]) =>
    parameterStatus(name, client.startupSettings.get(name.toLowerCase()) ?? value),
  );
  return Buffer.concat([authenticationOk(), ...statuses, backendKeyData(client.id), readyForQuery('I')]);
}
