import { type DestinationStream, type Logger, pino } from 'pino';
import { currentTickId } from './correlation.ts';

export type { Logger } from 'pino';

export interface LoggerOptions {
  /** The process: `scheduler`, `browser-worker`, … */
  service: string;
  level: string;
  /** Default: standard output. */
  destination?: DestinationStream;
}

/** Fields that are never written, wherever they stand in a record. `Secret` values redact themselves besides. */
const REDACTED_FIELDS = [
  'password',
  'apiKey',
  'secretKey',
  'sessionState',
  'cookie',
  'cookies',
  'authorization',
];

const REDACTED_KEY = new RegExp(`"(?:${REDACTED_FIELDS.join('|')})":`);

/**
 * The written line, without their values. Pino's own redaction looks for each path in every record, which
 * is the dearest part of a small job; hardly any line has such a field at all.
 */
function redacted(line: string): string {
  if (!REDACTED_KEY.test(line)) return line;
  const isRedacted = (key: string): boolean => REDACTED_FIELDS.includes(key);
  const record: unknown = JSON.parse(line, (key, value) => (isRedacted(key) ? '[redacted]' : value));
  return `${JSON.stringify(record)}\n`;
}

/** JSON lines. One wide event per job; debug lines inside. A line written on behalf of a tick carries its `tickId`. */
export function createLogger({ service, level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    mixin: () => {
      const tickId = currentTickId();
      return tickId === null ? {} : { tickId };
    },
    hooks: { streamWrite: redacted },
    // OpenAI and database clients put headers and connection strings on their errors: keep what explains, drop the rest.
    serializers: { err: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Class, message, stack and cause of an error; none of its other fields. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
