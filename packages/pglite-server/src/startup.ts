import { ProtocolViolation } from './frames.ts';
import { readCstring } from './messages.ts';

/** What a client asks for before it may speak the typed protocol. */
export type StartupRequest =
  | { kind: 'encryption' }
  | { kind: 'cancel' }
  | { kind: 'session'; settings: Map<string, string> };

const cancelRequestCode = 80877102;
const sslRequestCode = 80877103;
const gssEncRequestCode = 80877104;
const supportedMajorVersion = 3;
/** Startup parameters that name something other than a run-time setting. */
const notSettings = new Set(['user', 'database', 'replication', 'options']);

/** Parses a startup packet. Throws ProtocolViolation for another protocol version. */
export function parseStartup(packet: Buffer): StartupRequest {
  if (packet.length < 8) throw new ProtocolViolation('startup packet too short');
  const code = packet.readInt32BE(4);
  if (code === sslRequestCode || code === gssEncRequestCode) return { kind: 'encryption' };
  if (code === cancelRequestCode) return { kind: 'cancel' };
  if (code >>> 16 !== supportedMajorVersion) {
    throw new ProtocolViolation(`unsupported frontend protocol ${code >>> 16}.${code & 0xffff}`);
  }
  return { kind: 'session', settings: readSettings(packet) };
}

/** Setting names are lower-cased: Postgres does not tell `DateStyle` from `datestyle`. */
function readSettings(packet: Buffer): Map<string, string> {
  const settings = new Map<string, string>();
  let offset = 8;
  while (packet[offset] !== 0 && offset < packet.length) {
    const name = readCstring(packet, offset);
    const value = readCstring(packet, name.next);
    offset = value.next;
    if (name.text === 'options') {
      for (const [option, text] of parseOptions(value.text)) settings.set(option, text);
    } else if (!notSettings.has(name.text) && !name.text.startsWith('_pq_.')) {
      settings.set(name.text.toLowerCase(), value.text);
    }
  }
  const encoding = settings.get('client_encoding') ?? 'UTF8';
  if (!/^utf-?8$/i.test(encoding)) {
    throw new ProtocolViolation(`client_encoding ${encoding} is not supported, only UTF8`);
  }
  // Every client names it; nothing need be replayed for it.
  settings.delete('client_encoding');
  return settings;
}

/** `-c name=value`, `-cname=value` and `--name=value`, words split at spaces that no backslash escapes. */
export function parseOptions(options: string): [string, string][] {
  const words = [...options.matchAll(/(?:\\.|[^\s\\])+/g)].map(([word]) => word.replace(/\\(.)/g, '$1'));
  const settings: [string, string][] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const assignment = word === '-c' ? (words[++i] ?? '') : word.replace(/^-c|^--/, '');
    const equals = assignment.indexOf('=');
    if (equals < 1 || !word.startsWith('-')) throw new ProtocolViolation(`invalid startup option "${word}"`);
    settings.push([
      assignment.slice(0, equals).replaceAll('-', '_').toLowerCase(),
      assignment.slice(equals + 1),
    ]);
  }
  return settings;
}
