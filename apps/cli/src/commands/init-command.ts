import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { FIELDS, flagOf } from '../init/fields.ts';
import { jsonOption } from '../options.ts';
import { createOutput } from '../output.ts';
import { CALLED_FROM, ROOT } from '../paths.ts';

const HELP = `
Asks for what is missing, and stores each finished step at once: interrupt it when you like and run it again. A second
run shows what is there and lets you change it. Settings go to .env, account and campaign into the database; passwords
are stored encrypted, and none that you typed is ever shown.

Without a terminal, or with --yes, it asks nothing: every answer is a flag, or the variable in brackets. Secrets come
from a file or from the environment, never from the command line.

  fairlead init
  fairlead init --yes --target sandbox --campaign-name "Wind parks" --campaign-product-docs @product.md \\
    --campaign-objective "Operations managers at wind parks" --account-email you@company.example \\
    --account-password-file password.txt --json`;

/** `fairlead init`: a flag for each answer. */
export function addInit(program: Command): void {
  const options = FIELDS.map((field) => ({
    field,
    option: new Option(flagOf(field), `${field.message} (${field.setting})`),
  }));
  const command = program
    .command('init')
    .description('set everything up: asks for what is missing, and stores it')
    .option('-y, --yes', 'ask nothing; say all that is missing at once', false)
    // Not --env-file, which Node takes for itself wherever it stands.
    .option(
      '--settings-file <path>',
      'where settings are written; the other commands read .env alone (default: .env)',
    );
  for (const { option } of options) command.addOption(option);
  command
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action(
      async ({
        yes,
        json = false,
        settingsFile,
        ...values
      }: Record<string, string | boolean | undefined>) => {
        const { init } = await import('./init.ts');
        const flags = options.map(({ field, option }) => [field.flag, values[option.attributeName()]]);
        await init(
          {
            yes: yes === true,
            envFile:
              typeof settingsFile === 'string' ? resolve(CALLED_FROM, settingsFile) : join(ROOT, '.env'),
            flags: Object.fromEntries(flags),
          },
          createOutput({ json: json === true }),
        );
      },
    );
}
