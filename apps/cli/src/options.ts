import { InvalidArgumentError, Option } from 'commander';

/** `--json`, the same for every command that has it. */
export function jsonOption(): Option {
  return new Option('--json', 'progress on stderr, one JSON object as the last line of stdout');
}

/** Parses the value of an option; the command line says what is wrong with any other. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`It must be a whole number, ${range}.`);
  };
}

/** Reads a share, as commander wants it. */
export function share(text: string): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a share from 0 to 1, like 0.3.');
}

/** Reads one more share of an option that may be repeated. */
export function shares(text: string, earlier: readonly number[]): number[] {
  return [...earlier, share(text)];
}
