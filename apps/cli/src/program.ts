import { Command } from 'commander';
import { addAnalytics } from './commands/analytics-commands.ts';
import { backup } from './commands/backup.ts';
import { addBench } from './commands/bench/bench.ts';
import { chaos } from './commands/chaos.ts';
import { check } from './commands/check.ts';
import { demo } from './commands/demo.ts';
import { docs } from './commands/docs.ts';
import { doctor } from './commands/doctor.ts';
import { addKit } from './commands/kit-commands.ts';
import { migrate } from './commands/migrate.ts';
import { restore } from './commands/restore.ts';
import { sandbox } from './commands/sandbox.ts';
import { screenshots } from './commands/screenshots.ts';
import { simulate } from './commands/simulate.ts';
import { smoke } from './commands/smoke.ts';
import { status } from './commands/status.ts';
import { test } from './commands/test.ts';
import { up } from './commands/up.ts';
import { waitForSchema } from './commands/wait-for-schema.ts';
import { jsonOption, share, shares, wholeNumber } from './options.ts';
import { createOutput } from './output.ts';

const DEFAULT_DEMO_LEADS = 40;
const DEFAULT_SMOKE_DEALS = 3;
const DEFAULT_KILLS = 25;
const DEFAULT_SANDBOX_PORT = 4_790;
const HIGHEST_PORT = 65_535;

const SIMULATE_HELP = `
Prints the funnel of each week, how far each limit is used, which lane waited how long and why, and
the bottleneck. Nothing is contacted or written. Limits and pace are those of the environment and .env
unless an option says otherwise. What is assumed of people and LinkedIn: docs/forecast.md

  fairlead simulate --accounts 3 --connect-daily 20 --connect-weekly 100
  fairlead simulate --days 30 --leads 2000 --accept-rate 0.2 --json`;

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
    .command('backup')
    .description('write the database to a file, also while everything runs')
    .argument('[file]', 'where to; default: fairlead-<time>, in the folder you are in')
    .option('--force', 'replace the file', false)
    .addOption(jsonOption())
    .action((file, options) => backup(file, options, createOutput({ json: options.json ?? false })));
  program
    .command('restore')
    .description('read the database from a backup; nothing may be running')
    .argument('<file>', 'what ./fairlead backup wrote; - reads SQL from standard input')
    .option('--force', 'replace everything that is in the database', false)
    .addOption(jsonOption())
    .action((file, options) => restore(file, options, createOutput({ json: options.json ?? false })));
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
  addAnalytics(program);
  addBench(program);
  addKit(program);
  program
    .command('chaos')
    .description('kill what runs at random moments; prove that nothing was sent twice or lost')
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
    .command('simulate')
    .description('forecast: run the plan on virtual time against simulated people')
    .option('--days <n>', 'how many days', wholeNumber(1, 3_650), 90)
    .option('--accounts <n>', 'how many accounts; each works for every campaign', wholeNumber(1, 100), 1)
    .option('--campaigns <n>', 'how many campaigns', wholeNumber(1, 20), 1)
    .option('--partner <share>', 'a partner campaign of this action_fraction; may be repeated', shares, [])
    .option('--leads <n>', 'how many people the searches can find in all', wholeNumber(0, 1_000_000), 10_000)
    .option('--seed <n>', 'seed of the chances: the same one gives the same forecast', wholeNumber(0), 1)
    .option(
      '--connect-daily <n>',
      'invitations per account and day (default: as set)',
      wholeNumber(0, 10_000),
    )
    .option(
      '--connect-weekly <n>',
      'invitations per account and week (default: as set)',
      wholeNumber(0, 10_000),
    )
    .option('--follow-up-daily <n>', 'messages per account and day (default: as set)', wholeNumber(0, 10_000))
    .option('--interval <s>', 'seconds between actions of one lane (default: as set)', wholeNumber(1, 86_400))
    .option('--max-leads <n>', 'search no further once there are so many (default: as set)', wholeNumber(0))
    .option('--accept-rate <p>', 'share of the invited who accept in the end', share, 0.3)
    .option('--accept-days <n>', 'days until they do, on average', wholeNumber(0, 365), 3)
    .option('--yes-rate <p>', 'share of the judged whom the language model finds fitting', share, 0.3)
    .option('--keyword-yield <n>', 'people shown for one search phrase', wholeNumber(0, 1_000), 30)
    .addOption(jsonOption())
    .addHelpText('after', SIMULATE_HELP)
    .action((options) => simulate(options, createOutput({ json: options.json ?? false })));
  program
    .command('sandbox')
    .description('serve the simulated network alone, with a page of switches for all it can show')
    .option(
      '--port <n>',
      'port to listen on; 0 takes a free one',
      wholeNumber(0, HIGHEST_PORT),
      DEFAULT_SANDBOX_PORT,
    )
    .option('--seed <n>', 'seed of the simulated people', wholeNumber(0), 1)
    .option('--people <n>', 'how many people there are', wholeNumber(1, 100_000), 2_500)
    .option('--speed <n>', 'how much faster than a wall clock its time runs', wholeNumber(1, 100_000), 1)
    .addOption(jsonOption())
    .action((options) => sandbox(options, createOutput({ json: options.json ?? false })));
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
    .command('docs')
    .description('write the files made from the code: .env.example and two pages of docs/')
    .action(() => docs(createOutput({ json: false })));
  program
    .command('screenshots')
    .description('pictures of every page of the dashboard: wide and narrow, light and dark')
    .option('--out <folder>', 'where to (default: docs/screenshots)')
    .option('--only <page>', 'one page alone, such as overview')
    .addOption(jsonOption())
    .action((options) => screenshots(options, createOutput({ json: options.json ?? false })));
  program
    .command('smoke')
    .description('prove the containers: the demo in them, until deals are completed')
    .option('--deals <n>', 'how many deals must be completed', wholeNumber(1), DEFAULT_SMOKE_DEALS)
    .option('--egress', 'with the allow-list for ways out, and prove that there is no other', false)
    .addOption(jsonOption())
    .action((options) => smoke(options, createOutput({ json: options.json ?? false })));
  return program;
}
