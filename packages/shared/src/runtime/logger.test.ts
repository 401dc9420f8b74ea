import { describe, expect, test } from 'vitest';
import { createLogger, describeError, type Logger } from './logger.ts';
import { Secret } from './secret.ts';

function capturingLogger(level = 'debug'): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { log: createLogger({ service: 'test', level, destination }), lines };
}

/** The only record that `write` logs. */
function recordOf(write: (log: Logger) => void): Record<string, unknown> {
  const { log, lines } = capturingLogger();
  write(log);
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '');
}

test('writes one JSON line with service, message and fields', () => {
  expect(recordOf((log) => log.info({ leadId: 7 }, 'job'))).toMatchObject({
    service: 'test',
    leadId: 7,
    msg: 'job',
  });
});

test('leaves out what is below its level', () => {
  const { log, lines } = capturingLogger('warn');
  log.info('quiet');
  expect(lines).toEqual([]);
});

describe('a planted secret never appears', () => {
  const planted = 'planted-secret';
  const withHeaders = Object.assign(new Error('401'), {
    headers: { authorization: planted },
    config: { connectionString: planted },
    cause: Object.assign(new Error('inner'), { request: { cookie: planted } }),
  });
  test.each<[string, (log: Logger) => void]>([
    ['in a Secret', (log) => log.info({ key: new Secret(planted), list: [new Secret(planted)] })],
    ['in a password', (log) => log.info({ password: planted })],
    ['one level down', (log) => log.info({ account: { password: planted, apiKey: planted } })],
    ['two levels down', (log) => log.info({ request: { headers: { authorization: planted } } })],
    ['at any depth', (log) => log.info({ a: { b: { c: { d: { cookie: planted } } } } })],
    ['in a list', (log) => log.info({ accounts: [{ sessionState: planted, secretKey: planted }] })],
    ['in cookies', (log) => log.info({ cookies: [planted], cookie: planted })],
    ['in the bindings of a child', (log) => log.child({ password: planted }).info('job')],
    ['on an error and its causes', (log) => log.error({ err: withHeaders }, 'job')],
    ['on an error logged bare', (log) => log.error(withHeaders)],
  ])('%s', (_, write) => {
    const text = JSON.stringify(recordOf(write));
    expect(text).not.toContain(planted);
  });
});

test('redaction keeps everything else, and text that only looks like a field', () => {
  const text = 'they wrote {"password": "x"}';
  const record = recordOf((log) => log.info({ password: 'p', leadId: 7, text }, 'job'));
  expect(record).toMatchObject({ password: '[redacted]', leadId: 7, text, msg: 'job' });
});

describe('describeError', () => {
  test('keeps class, message, stack and causes', () => {
    const error = new TypeError('outer', { cause: new RangeError('inner') });
    expect(describeError(error)).toEqual({
      type: 'TypeError',
      message: 'outer',
      stack: error.stack,
      cause: expect.objectContaining({ type: 'RangeError', message: 'inner' }),
    });
  });

  test('describes what is no error by its text', () => {
    expect(describeError('plain')).toEqual({ message: 'plain' });
  });
});
