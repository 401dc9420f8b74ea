import { defineConfig } from 'vitest/config';
import { LongestFirst } from './vitest.sequencer.ts';

// Files named *.integration.test.ts use real servers or a real browser; *.e2e.test.ts run the whole program.
export default defineConfig({
  // One library's source maps name files that it does not ship, and Vite would warn of every one.
  logLevel: 'error',
  test: {
    globalSetup: ['packages/testing/src/global-setup.ts'],
    include: [
      'apps/*/src/**/*.test.ts',
      'apps/*/test/**/*.test.ts',
      'packages/*/src/**/*.test.ts',
      'packages/*/test/**/*.test.ts',
    ],
    // A machine that is busy besides takes several times as long; what hangs is found all the same.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two workers share two cores with Postgres, Redis and a browser.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // It imports JSON as bundlers do, which Node does not.
    server: { deps: { inline: ['@actions/workflow-parser'] } },
  },
});
