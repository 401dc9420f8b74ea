import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from './program.ts';

interface Answer {
  text: string;
  exitCode: number;
}

/** What the command line answers, without ending this process. */
async function answerTo(...args: string[]): Promise<Answer> {
  let text = '';
  const write = (more: string): void => {
    text += more;
  };
  const program = createProgram();
  for (const command of [program, ...program.commands.flatMap((one) => [one, ...one.commands])]) {
    command.exitOverride().configureOutput({ writeOut: write, writeErr: write });
  }
  const thrown = await program.parseAsync(args, { from: 'user' }).then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown instanceof Error && 'exitCode' in thrown) return { text, exitCode: Number(thrown.exitCode) };
  throw new Error(`It did not end: ${String(thrown)}`);
}

const commands: readonly Command[] = createProgram().commands;

test('--help lists every command', async () => {
  const { text, exitCode } = await answerTo('--help');
  expect(exitCode).toBe(0);
  for (const command of commands) expect(text).toContain(`  ${command.name()} `);
  expect(commands.map((command) => command.name())).toEqual([
    'demo',
    'up',
    'migrate',
    'backup',
    'restore',
    'status',
    'doctor',
    'analytics',
    'bench',
    'kit',
    'chaos',
    'simulate',
    'sandbox',
    'check',
    'test',
    'docs',
    'screenshots',
    'smoke',
  ]);
});

test.each(commands.map((command) => [command.name(), command] as const))(
  '%s --help says what it does and lists its options',
  async (name, command) => {
    const { text, exitCode } = await answerTo(name, '--help');
    expect(exitCode).toBe(0);
    expect(text).toContain(command.description());
    for (const { flags, description } of command.options) {
      expect(text).toContain(flags);
      expect(description).not.toBe('');
    }
  },
);

test('bench --help lists the measurements', async () => {
  const { text } = await answerTo('bench', '--help');
  for (const name of ['plan', 'qualifier', 'queue', 'scale']) expect(text).toContain(`  ${name} [options] `);
  expect((await answerTo('bench', 'scale', '--help')).text).toContain('--llm-latency-ms <n>');
});

test.each([
  { args: ['frobnicate'], says: "error: unknown command 'frobnicate'" },
  { args: ['stauts'], says: '(Did you mean status?)' },
  { args: ['demo', '--leads', 'many'], says: 'It must be a whole number, 1 or more.' },
  { args: ['demo', '--leads', '0'], says: 'It must be a whole number, 1 or more.' },
  { args: ['demo', '--leads', '2.5'], says: 'It must be a whole number, 1 or more.' },
  { args: ['demo', '--leads', ''], says: 'It must be a whole number, 1 or more.' },
  { args: ['demo', '--leads'], says: "error: option '--leads <n>' argument missing" },
  { args: ['demo', '--seed', '-1'], says: 'It must be a whole number, 0 or more.' },
  { args: ['demo', '--port', '65536'], says: 'It must be a whole number, from 0 to 65535.' },
  { args: ['demo', '--lead', '5'], says: "error: unknown option '--lead'" },
  { args: ['smoke', '--deals', '0'], says: 'It must be a whole number, 1 or more.' },
  { args: ['bench', 'speed'], says: "error: unknown command 'speed'" },
  { args: ['bench', 'plan', '--leads', '0'], says: 'It must be a whole number, 1 or more.' },
  { args: ['bench', 'qualifier', '--n', '9'], says: 'It must be a whole number, 50 or more.' },
  { args: ['bench', 'queue', '--rounds', '0'], says: 'It must be a whole number, 1 or more.' },
  { args: ['bench', 'scale', '--leads', '0'], says: 'It must be a whole number, 1 or more.' },
  { args: ['simulate', '--days', '0'], says: 'It must be a whole number, from 1 to 3650.' },
  { args: ['simulate', '--accept-rate', '1.5'], says: 'It must be a share from 0 to 1, like 0.3.' },
  { args: ['simulate', '--yes-rate', 'often'], says: 'It must be a share from 0 to 1, like 0.3.' },
  { args: ['status', 'now'], says: 'error: too many arguments' },
])('$args is refused clearly', async ({ args, says }) => {
  const { text, exitCode } = await answerTo(...args);
  expect(exitCode).toBe(1);
  expect(text).toContain(says);
  expect(text).toContain('--help');
});

test('without a command the help is shown, as an error', async () => {
  const { text, exitCode } = await answerTo();
  expect(exitCode).toBe(1);
  expect(text).toContain('Usage: fairlead');
});
