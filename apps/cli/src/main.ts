import { coerceError, Misconfigured } from '@fairlead/shared/runtime/errors';
import { EXIT, formatMisconfigured } from '@fairlead/shared/runtime/lifecycle';
import { createProgram } from './program.ts';

try {
  await createProgram().parseAsync();
  process.exit(EXIT.ok);
} catch (thrown) {
  const error = coerceError(thrown);
  if (error instanceof Misconfigured) {
    process.stderr.write(`\n${formatMisconfigured(error)}\n`);
    process.exit(EXIT.misconfigured);
  }
  process.stderr.write(`${error.stack}\n`);
  process.exit(EXIT.failure);
}
