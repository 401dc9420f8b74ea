import { Command } from 'commander';
import { addBench } from './commands/bench/bench.ts';
import { chaos } from './commands/chaos.ts';
import { check } from './commands/check.ts';
import { demo } from './commands/demo.ts';
import { doctor } from './commands/doctor.ts';
import { migrate } from './commands/migrate.ts';
import { smoke } from './commands/smoke.ts';
import { status } from './commands/status.ts';
import { test } from './commands/test.ts';
import { up } from './commands/up.ts';
import { waitForSchema } from './commands/wait-for-schema.ts';
import { jsonOption, wholeNumber } from './options.ts';
import { createOutput } from './output.ts';

const DEFAULT_DEMO_LEADS = 40;
const DEFAULT_SMOKE_DEALS = 3;
const DEFAULT_KILLS = 25;
const HIGHEST_PORT = 65_535;

/** The command line: `fairlead <command>`. */
export function createProgram(): Command {
  const program = new Command('fairlead')
    .description('Self-hosted B2B outreach: finds who fits, invites them, follows up, at a careful pace.')
    .showHelpAfterError('(fairlead --help lists the commands)')
    .helpCommand(false);

  program
    .command('demo')
    .description('run the whole funnel against the built-in sandbox, with a real browser')
    .option('--leads <n>', 'how many people to work on', wholeNumber(1), DEFAULT_DEMO_LEADS)
    .option('--seed <n>', 'seed of the simulated people', wholeNumber(0), 1)
    .option('--port <n>', 'port of the dashboard; 0 takes a free one', wholeNumber(0, HIGHEST_PORT), 0)
    .option('--exit', 'end when the funnel is through, instead of keeping the dashboard up', false)
    .addOption(jsonOption())
    .action((options) => demo(options, createOutput({ json: options.json ?? false })));
  program
    .command('up')
    .description('run everything on this machine, as the environment and .env say')
    .option('--resume', 'let stopped accounts try again: you have settled what stopped them', false)
    .action((options) => up(options, createOutput({ json: false })));
  program
    .command('migrate')
    .description('prepare the database of a deployment: schema, account, campaign, dashboard login')
    .option('--wait', 'change nothing: wait, ten minutes at most, until another run has done it', false)
    .action(({ wait }) => (wait ? waitForSchema : migrate)(createOutput({ json: false })));
  program
    .command('status')
    .description('say what is configured, what runs, what is counted and what comes next')
    .addOption(jsonOption())
    .action((options) => status(createOutput({ json: options.json ?? false })));
  program
    .command('doctor')
    .description('check everything Fairlead needs on this machine, and say the remedy')
    .addOption(jsonOption())
    .action((options) => doctor(createOutput({ json: options.json ?? false })));
  addBench(program);
  program
    .command('chaos')
    .description('kill the running system at random moments, and prove that nothing was sent twice or lost')
    .option(
      '--kills <n>',
      'how many times something is killed, paused or wiped',
      wholeNumber(0),
      DEFAULT_KILLS,
    )
    .option('--seed <n>', 'seed of the attacks and of the simulated people', wholeNumber(0), 1)
    .addOption(jsonOption())
    .action((options) => chaos(options, createOutput({ json: options.json ?? false })));
  program
    .command('check')
    .description('format, lint, types, import rules and dead code, for developers')
    .option('--fix', 'repair what can be repaired', false)
    .action((options) => check(options, createOutput({ json: false })));
  program
    .command('test')
    .description('run every test; arguments go to vitest')
    .argument('[filters...]', 'only test files whose path contains one of these')
    .action((filters: string[]) => test(filters, createOutput({ json: false })));
  program
    .command('smoke')
    .description('prove the containers: the demo in them, until deals are completed')
    .option('--deals <n>', 'how many deals must be completed', wholeNumber(1), DEFAULT_SMOKE_DEALS)
    .addOption(jsonOption())
    .action((options) => smoke(options, createOutput({ json: options.json ?? false })));
  return program;
}
