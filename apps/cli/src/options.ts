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
