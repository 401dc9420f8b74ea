import { parseArgs } from 'node:util';
import { z } from 'zod';
import { INVENTS } from './llm/routes.ts';
import { startSandbox } from './server.ts';

const Arguments = z.object({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65_535).default(0),
  seed: z.string().default('fairlead'),
  people: z.coerce.number().int().min(1).max(100_000).default(2500),
  speed: z.coerce.number().positive().default(1),
  start: z.coerce.date().optional(),
  'login-variant': z.enum(['old', 'new']).default('old'),
  'llm-latency-ms': z.coerce.number().int().min(0).default(0),
  'llm-invents': z.enum(INVENTS).default('never'),
});

const { values } = parseArgs({
  options: {
    host: { type: 'string' },
    port: { type: 'string' },
    seed: { type: 'string' },
    people: { type: 'string' },
    speed: { type: 'string' },
    start: { type: 'string' },
    'login-variant': { type: 'string' },
    'llm-latency-ms': { type: 'string' },
    'llm-invents': { type: 'string' },
  },
});
const {
  start,
  'login-variant': loginVariant,
  'llm-latency-ms': llmLatencyMs,
  'llm-invents': llmInvents,
  ...rest
} = Arguments.parse(values);
const sandbox = await startSandbox({
  ...rest,
  loginVariant,
  llmLatencyMs,
  llmInvents,
  ...(start ? { start } : {}),
});
process.stdout.write(`${JSON.stringify({ ready: true, url: sandbox.url })}\n`);

// A parent that was killed cannot send a signal any more.
process.once('disconnect', () => process.emit('SIGTERM'));
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void sandbox.close().then(() => process.exit(0));
  });
}
