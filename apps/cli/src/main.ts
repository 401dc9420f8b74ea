import { coerceError, Misconfigured } from '@fairlead/shared/runtime/errors';
import { EXIT, formatMisconfigured } from '@fairlead/shared/runtime/lifecycle';
import { Failed } from './failed.ts';
import { ROOT } from './paths.ts';
import { createProgram } from './program.ts';
import { Interrupted } from './until-interrupted.ts';

// What a shell reports of a program that Ctrl-C ended.
const INTERRUPTED = 130;

// A relative path in a setting means the same wherever the command is called from.
process.chdir(ROOT);
try {
  await createProgram().parseAsync();
  process.exit(EXIT.ok);
} catch (thrown) {
  const error = coerceError(thrown);
  if (error instanceof Interrupted) process.exit(INTERRUPTED);
  if (error instanceof Misconfigured) {
    process.stderr.write(`\n${formatMisconfigured(error)}\n`);
    process.exit(EXIT.misconfigured);
  }
  process.stderr.write(`\n${error instanceof Failed ? error.message : error.stack}\n`);
  process.exit(EXIT.failure);
}
