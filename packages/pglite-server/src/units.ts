import { messageBody, messageType } from './frames.ts';
import { cstring, message, readCstring } from './messages.ts';
import { type Effect, scopeName, scopeSql } from './scope.ts';

/** Messages of one client that run without another client in between: all up to Sync, Query, Flush or FunctionCall. */
export interface Unit {
  messages: Buffer[];
  /** False when it ends in Flush: then no ReadyForQuery follows and the client's turn is not over. */
  endsTurn: boolean;
  /** Uses the unnamed statement of an earlier unit, which another client may have replaced since. */
  needsUnnamed: boolean;
  effects: Effect[];
}

const unitEnds = new Set(['Q', 'S', 'H', 'F']);
/** Copy data and passwords, which nothing asked for: Postgres ignores the former outside COPY as well. */
const ignored = new Set(['d', 'c', 'f', 'p']);

/** Collects one client's messages into units and gives every name in them that client's prefix. */
export class UnitCollector {
  readonly #prefix: string;
  readonly #statementEffects = new Map<string, Effect[]>();
  #unit = emptyUnit();
  #unnamedSetHere = false;
  #hasNamed = false;
  /** The last Parse of the unnamed statement, to be repeated when another client has replaced it. */
  #unnamedParse: Buffer | undefined;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Whether prepared statements may be left behind when the client goes. */
  get hasNamed(): boolean {
    return this.#hasNamed;
  }

  get unnamedParse(): Buffer | undefined {
    return this.#unnamedParse;
  }

  /** Takes the next message; returns the unit it completes, if it does. */
  push(bytes: Buffer): Unit | undefined {
    const type = messageType(bytes);
    if (ignored.has(type)) return undefined;
    this.#unit.messages.push(this.#scope(type, bytes));
    if (!unitEnds.has(type)) return undefined;
    const unit = { ...this.#unit, endsTurn: type !== 'H' };
    this.#unit = emptyUnit();
    this.#unnamedSetHere = false;
    return unit;
  }

  #scope(type: string, bytes: Buffer): Buffer {
    const body = messageBody(bytes);
    if (type === 'Q') return this.#scopeQuery(bytes, body);
    if (type === 'P') return this.#scopeParse(bytes, body);
    if (type === 'B') return this.#scopeBind(body);
    if (type === 'E') return this.#scopeExecute(bytes, body);
    if (type === 'D' || type === 'C') return this.#scopeNamed(type, body);
    return bytes;
  }

  #scopeQuery(bytes: Buffer, body: Buffer): Buffer {
    const { text } = readCstring(body, 0);
    const scoped = scopeSql(text, this.#prefix);
    this.#unit.effects.push(...scoped.effects);
    this.#unnamedParse = undefined;
    this.#hasNamed ||= scoped.sql !== text;
    return scoped.sql === text ? bytes : message('Q', cstring(scoped.sql));
  }

  #scopeParse(bytes: Buffer, body: Buffer): Buffer {
    const name = readCstring(body, 0);
    const sql = readCstring(body, name.next);
    const scoped = scopeSql(sql.text, this.#prefix);
    if (scoped.effects.length > 0) this.#statementEffects.set(name.text, scoped.effects);
    else this.#statementEffects.delete(name.text);
    this.#hasNamed ||= name.text !== '' || scoped.sql !== sql.text;
    const isUntouched = name.text === '' && scoped.sql === sql.text;
    const parse = isUntouched
      ? bytes
      : message('P', this.#name(name.text), cstring(scoped.sql), body.subarray(sql.next));
    if (name.text === '') {
      this.#unnamedParse = parse;
      this.#unnamedSetHere = true;
    }
    return parse;
  }

  #scopeBind(body: Buffer): Buffer {
    const portal = readCstring(body, 0);
    const statement = readCstring(body, portal.next);
    this.#noteUse(statement.text);
    this.#unit.effects.push(...(this.#statementEffects.get(statement.text) ?? []));
    return message('B', this.#name(portal.text), this.#name(statement.text), body.subarray(statement.next));
  }

  #scopeExecute(bytes: Buffer, body: Buffer): Buffer {
    const portal = readCstring(body, 0);
    return portal.text === '' ? bytes : message('E', this.#name(portal.text), body.subarray(portal.next));
  }

  #scopeNamed(type: string, body: Buffer): Buffer {
    const kind = body.subarray(0, 1);
    const { text } = readCstring(body, 1);
    if (kind.toString() === 'S') {
      if (type === 'D') this.#noteUse(text);
      else if (text === '') this.#unnamedParse = undefined;
    }
    return message(type, kind, this.#name(text));
  }

  #noteUse(statementName: string): void {
    if (statementName === '' && !this.#unnamedSetHere) this.#unit.needsUnnamed = true;
  }

  #name(name: string): Buffer {
    return cstring(scopeName(this.#prefix, name));
  }
}

function emptyUnit(): Unit {
  return { messages: [], endsTurn: true, needsUnnamed: false, effects: [] };
}
