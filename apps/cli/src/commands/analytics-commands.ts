import { type Command, Option } from 'commander';
import { jsonOption } from '../options.ts';
import { createOutput } from '../output.ts';

const FORMATS = ['parquet', 'csv'] as const;
const TRAINING_SET = 'ml_connection_accepted';

/** `fairlead analytics <what>`. Its libraries are loaded for these commands alone. */
export function addAnalytics(program: Command): void {
  const analytics = program
    .command('analytics')
    .description('views for analysis and a training set, as SQL models: docs/analytics.md')
    .helpCommand(false);
  analytics
    .command('build')
    .description('create the views, also while everything runs; again after each update')
    .addOption(jsonOption())
    .action(async ({ json = false }) => {
      const { buildAnalytics } = await import('./analytics.ts');
      await buildAnalytics(createOutput({ json }));
    });
  analytics
    .command('test')
    .description('check every rule about their columns')
    .addOption(jsonOption())
    .action(async ({ json = false }) => {
      const { testAnalytics } = await import('./analytics.ts');
      await testAnalytics(createOutput({ json }));
    });
  analytics
    .command('export')
    .description('write one of them to a file that data tools read')
    .addOption(new Option('--format <format>', 'kind of file').choices(FORMATS).default('parquet'))
    .option('--model <name>', 'which one', TRAINING_SET)
    .option('--output <file>', 'where to; default: <model>.<format>, in the folder you are in')
    .addOption(jsonOption())
    .action(async ({ json = false, ...options }) => {
      const { exportAnalytics } = await import('./analytics.ts');
      await exportAnalytics(options, createOutput({ json }));
    });
}
