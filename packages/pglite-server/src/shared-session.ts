import type { Engine } from './engine.ts';
import { query, readNotification, sync } from './messages.ts';
import { deallocateScope, type Effect } from './scope.ts';
import { readSettings, resetSettings, type Settings, switchSettings } from './settings.ts';
import { quoteName } from './sql.ts';
import type { Unit, UnitCollector } from './units.ts';

/** One connected client, as the session needs to know it. */
export interface Client {
  /** Told to the client as its process id, and to others as the sender of its notifications. */
  readonly id: number;
  /** Put before its statement and portal names. */
  readonly prefix: string;
  readonly collector: UnitCollector;
  /** What it asked for when it connected: the values RESET returns to. */
  startupSettings: Settings;
  settings: Settings;
  readonly channels: Set<string>;
  /** Effects of the transaction under way; they count once it has ended. */
  pendingEffects: Effect[];
  send(bytes: Buffer): void;
  /** Sends a last message and closes the connection. */
  end(lastMessage: Buffer): void;
}

/** Makes the engine's single session look like a session of its own to each client. Its calls must not overlap. */
export class SharedSession {
  readonly #engine: Engine;
  readonly #clients = new Set<Client>();
  #applied: Settings = new Map();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get clients(): ReadonlySet<Client> {
    return this.#clients;
  }

  join(client: Client): void {
    this.#clients.add(client);
  }

  /**
   * Runs one unit and sends the answer; true while the client is inside a transaction and must go on alone.
   * Throws SqlFailure, outside any transaction, when the client's settings cannot be put in place or read back.
   */
  async run(client: Client, unit: Unit, isHolding: boolean): Promise<boolean> {
    if (!isHolding) await this.#enter(client, unit);
    const reply = await this.#engine.run(unit.messages, unit.endsTurn);
    client.pendingEffects.push(...unit.effects);
    const isOver = unit.endsTurn && reply.status === 'I';
    if (isOver) await this.#settleEffects(client, reply.isUndone);
    this.#deliver(reply.notifications, client.id);
    client.send(reply.bytes);
    return !isOver;
  }

  /** Removes what a client that is gone left behind: its transaction, prepared statements and channels. */
  async leave(client: Client, isHolding: boolean): Promise<void> {
    this.#clients.delete(client);
    if (isHolding) await this.#engine.run([sync(), query('ROLLBACK')], true);
    await this.#rememberSettings(client);
    if (client.collector.hasNamed) await this.#engine.select(deallocateScope(client.prefix));
    const heard = this.#heardChannels();
    const unheard = [...client.channels].filter((channel) => !heard.has(channel));
    await this.#forEachChannel('UNLISTEN', unheard);
  }

  async #enter(client: Client, unit: Unit): Promise<void> {
    const sql = switchSettings(this.#applied, client.settings);
    if (sql !== '') {
      await this.#engine.select(sql);
      this.#applied = client.settings;
    }
    const { unnamedParse } = client.collector;
    if (unit.needsUnnamed && unnamedParse !== undefined) {
      await this.#engine.run([unnamedParse, sync()], true);
    }
  }

  async #settleEffects(client: Client, isUndone: boolean): Promise<void> {
    await this.#rememberSettings(client);
    const effects = client.pendingEffects;
    client.pendingEffects = [];
    if (isUndone) return;
    for (const effect of effects) {
      if (effect.kind === 'listen') client.channels.add(effect.channel);
      else if (effect.kind === 'unlisten') removeChannel(client.channels, effect.channel);
    }
    if (effects.some((effect) => effect.kind === 'unlisten')) {
      // UNLISTEN took the channel from everyone.
      await this.#forEachChannel('LISTEN', this.#heardChannels());
    }
  }

  /** Asks the engine rather than reading SET statements: whatever a rollback or a function did is then right. */
  async #rememberSettings(client: Client): Promise<void> {
    const changed = client.pendingEffects.filter((effect) => effect.kind === 'settings');
    if (changed.length === 0) return;
    const customNames = [...this.#applied.keys()].filter((name) => name.includes('.'));
    const names = new Set([...customNames, ...changed.flatMap((effect) => effect.customNames)]);
    try {
      this.#applied = await readSettings(this.#engine, names);
    } catch (error) {
      // Whatever they are, the next client must not inherit them.
      await this.#engine.select(resetSettings);
      this.#applied = new Map();
      throw error;
    }
    client.settings = new Map([...client.startupSettings, ...this.#applied]);
  }

  #deliver(notifications: Buffer[], senderId: number): void {
    for (const notification of notifications) {
      const { channel, bytes } = readNotification(notification, senderId);
      for (const client of this.#clients) {
        if (client.channels.has(channel)) client.send(bytes);
      }
    }
  }

  #heardChannels(): Set<string> {
    return new Set([...this.#clients].flatMap((client) => [...client.channels]));
  }

  async #forEachChannel(verb: 'LISTEN' | 'UNLISTEN', channels: Iterable<string>): Promise<void> {
    const statements = [...channels].map((channel) => `${verb} ${quoteName(channel)}`);
    if (statements.length > 0) await this.#engine.select(statements.join(';'));
  }
}

function removeChannel(channels: Set<string>, channel: string | undefined): void {
  if (channel === undefined) channels.clear();
  else channels.delete(channel);
}
