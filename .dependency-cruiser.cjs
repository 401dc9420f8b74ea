/**
 * The import table of ARCHITECTURE.md, as errors. A row of the table is a list of what a room may
 * import; everything else is forbidden.
 */
const APPS = ['scheduler', 'browser-worker', 'ml-worker', 'dashboard', 'cli', 'sandbox'];

/** Files below `from` may import only `allowed` (regular expressions on the resolved path), Node itself, and the packages named. */
function room(name, from, allowed, packages) {
  const third = packages.map((each) => `node_modules/${each}/`);
  return {
    name: `${name}-imports`,
    severity: 'error',
    from: { path: from, pathNot: TEST_FILES },
    to: { dependencyTypesNot: ['core'], pathNot: [from, ...allowed, ...third] },
  };
}

const TEST_FILES = '\\.test\\.ts$|/testing/|/test/';
const DOMAIN = '^packages/shared/src/domain/';
const RUNTIME = '^packages/shared/src/runtime/';
const QUEUE = '^packages/shared/src/queue/';
const CATALOG = `${QUEUE}(catalog|connection)\\.ts$`;
const PRODUCER = `${QUEUE}(catalog|connection|producer|consumer|limiter|lease-view|backlog|job-metrics|telemetry)\\.ts$`;
const CONSUMER = `${QUEUE}(catalog|connection|consumer|settle|limiter|lease|backlog|job-metrics|telemetry)\\.ts$`;
const ERRORS = `${RUNTIME}errors\\.ts$`;
const DB = '^packages/db/src/';
const PLAN = '^packages/plan/src/';
const KITS = '^packages/kits/src/';
const PROMPTS = '^packages/prompts/src/';
const QUALIFIER = '^packages/qualifier/src/';
// What an operator is told about a model, from stored rows: no model is needed for it.
const STATISTICS = `${QUALIFIER}(audit|binomial|lift)\\.ts$`;
// The options an operator may choose, as the strategies read them.
const OPTIONS = `${QUALIFIER}model-state\\.ts$`;

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...APPS.map((app) => ({
      name: `no-app-imports-${app}`,
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: `^apps/${app}/` },
      to: { path: `^apps/${app}/` },
    })),
    room('domain', DOMAIN, [], ['temporal-polyfill', 'temporal-spec', 'temporal-utils', 'zod']),
    room('runtime', RUNTIME, [], ['@opentelemetry', 'pino', 'prom-client', 'zod']),
    room('queue', QUEUE, [DOMAIN, RUNTIME], ['bullmq', 'bullmq-otel', 'ioredis', 'zod']),
    room('plan', PLAN, [DOMAIN, ERRORS, `${RUNTIME}random\\.ts$`, `${QUEUE}catalog\\.ts$`], ['tinyqueue']),
    {
      name: 'plan-knows-no-simulation',
      severity: 'error',
      from: { path: PLAN, pathNot: [`${PLAN}simulation/`, TEST_FILES] },
      to: { path: [`${PLAN}simulation/`, 'node_modules/tinyqueue/'] },
    },
    {
      name: 'simulation-is-for-the-cli',
      severity: 'error',
      from: { path: '^apps/', pathNot: ['^apps/cli/', TEST_FILES] },
      to: { path: `${PLAN}simulation/` },
    },
    room('prompts', PROMPTS, [DOMAIN, ERRORS], ['liquidjs', 'yaml', 'zod']),
    room('qualifier', QUALIFIER, [ERRORS, `${RUNTIME}random\\.ts$`], ['ml-matrix', 'zod']),
    room(
      'judgement',
      '^packages/judgement/src/',
      [QUALIFIER, ERRORS, `${RUNTIME}random\\.ts$`],
      ['echarts', 'npyjs', 'piscina', 'zod'],
    ),
    room(
      'kits',
      KITS,
      [DOMAIN, ERRORS, PROMPTS, `${QUALIFIER}portable\\.ts$`],
      ['onnxruntime-node', 'tar-stream', '@types/tar-stream', 'zod'],
    ),
    room('db', DB, [DOMAIN, ERRORS], ['kysely', 'pg', 'zod']),
    room(
      'analytics',
      '^packages/analytics/src/',
      [DB],
      ['csv-stringify', 'hyparquet-writer', 'kysely', 'yaml', 'zod'],
    ),
    room(
      'pglite-server',
      '^packages/pglite-server/src/',
      [],
      ['@electric-sql/pglite', '@electric-sql/pglite-pgvector'],
    ),
    room(
      'manifests',
      '^packages/manifests/src/',
      [`${RUNTIME}settings\\.ts$`, CATALOG],
      ['kubernetes-models', '@kubernetes-models', 'typescript', 'yaml', 'zod'],
    ),
    room('scheduler', '^apps/scheduler/src/', [DOMAIN, RUNTIME, PRODUCER, PLAN, STATISTICS, DB], ['zod']),
    room(
      'browser-worker',
      '^apps/browser-worker/src/',
      [DOMAIN, RUNTIME, CONSUMER, DB],
      ['zod', 'playwright-core', 'playwright-extra', 'puppeteer-extra-plugin-stealth'],
    ),
    room(
      'ml-worker',
      '^apps/ml-worker/src/',
      [DOMAIN, RUNTIME, CONSUMER, QUALIFIER, PROMPTS, DB, `${KITS}(model|onnx-scorer)\\.ts$`],
      ['zod', 'openai', '@huggingface/transformers'],
    ),
    room(
      'dashboard',
      '^apps/dashboard/src/',
      [DOMAIN, RUNTIME, CATALOG, STATISTICS, OPTIONS, PROMPTS, DB],
      [
        'zod',
        'express',
        'express-session',
        'express-rate-limit',
        'connect-pg-simple',
        'csv-stringify',
        'echarts',
        'helmet',
        'liquidjs',
        'bullmq',
        '@bull-board',
        '@types/express',
      ],
    ),
    room('sandbox', '^apps/sandbox/src/', [DOMAIN, RUNTIME], ['express', 'zod', '@types/express']),
    {
      name: 'browser-only-below-its-adapter',
      severity: 'error',
      from: {
        path: '^apps/browser-worker/src/',
        pathNot: ['^apps/browser-worker/src/driver/playwright/', TEST_FILES],
      },
      to: { path: 'node_modules/.*(playwright|puppeteer)' },
    },
    {
      name: 'prompts-only-in-their-adapter',
      severity: 'error',
      from: { path: '^apps/cli/src/', pathNot: ['^apps/cli/src/init/clack-prompter\\.ts$', TEST_FILES] },
      to: { path: 'node_modules/.*@clack' },
    },
    {
      name: 'cli-asks-the-model-in-one-place',
      severity: 'error',
      from: { path: '^apps/cli/src/', pathNot: ['^apps/cli/src/setup/llm-check\\.ts$', TEST_FILES] },
      to: { path: 'node_modules/.*openai' },
    },
    {
      name: 'models-only-below-adapters',
      severity: 'error',
      from: { path: '^apps/ml-worker/src/', pathNot: ['^apps/ml-worker/src/adapters/', TEST_FILES] },
      to: { path: 'node_modules/.*(openai|@huggingface)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
    moduleSystems: ['es6', 'cjs'],
    cache: { folder: '.fairlead/cache/depcruise' },
  },
};
