import pc from 'picocolors';

/** What a command tells the person who ran it. Progress goes to stderr, results to stdout. */
export interface Output {
  /** One step: what is done, and how long it may take when that is long. */
  step(text: string): void;
  /** A detail under the last step. */
  note(text: string): void;
  warn(text: string): void;
  /** The result: on stdout. */
  result(text: string): void;
  /** With --json the one JSON object, the last line of stdout; else nothing. */
  json(value: unknown): void;
}

export function createOutput({ json }: { json: boolean }): Output {
  const say = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  return {
    step: (text) => say(`${pc.cyan('›')} ${text}`),
    note: (text) => say(`  ${pc.dim(text)}`),
    warn: (text) => say(`${pc.yellow('!')} ${text}`),
    result: (text) => {
      if (json) say(text);
      else process.stdout.write(`${text}\n`);
    },
    json: (value) => {
      if (json) process.stdout.write(`${JSON.stringify(value)}\n`);
    },
  };
}

/** A plain two-column table. */
export function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`).join('\n');
}
