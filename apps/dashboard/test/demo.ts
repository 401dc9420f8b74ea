// A seeded dashboard to look at: node apps/dashboard/test/demo.ts --database URL --redis URL [--people N]
import { parseArgs } from 'node:util';
import { systemClock } from '@fairlead/shared/runtime/clock';
import { createLogger } from '@fairlead/shared/runtime/logger';
import { PASSWORD } from './seed.ts';
import { OWNER, startSeededDashboard } from './seeded-dashboard.ts';

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    redis: { type: 'string' },
    people: { type: 'string', default: '320' },
  },
});
const { database: databaseUrl, redis: redisUrl } = values;
if (!databaseUrl || !redisUrl) throw new Error('--database and --redis are needed');
const log = createLogger({ service: 'dashboard-demo', level: 'info' });
const people = Number(values.people);
const { url } = await startSeededDashboard({ databaseUrl, redisUrl, people, clock: systemClock(), log });
log.info({ url, user: OWNER, password: PASSWORD }, 'listening');
