import { systemClock } from '@fairlead/shared/runtime/clock';
import type { Environment } from '@fairlead/shared/runtime/env';
import { clockOptions } from '@fairlead/shared/runtime/target';
import { clackPrompter } from '../init/clack-prompter.ts';
import { fieldsOf, type StepName } from '../init/fields.ts';
import { answersOfFlags, type FlagValues } from '../init/flags.ts';
import { assertAllGiven } from '../init/missing.ts';
import type { Prompter } from '../init/prompter.ts';
import { runAccount } from '../init/run/account.ts';
import { runCampaign } from '../init/run/campaign.ts';
import { runLlm } from '../init/run/llm.ts';
import { runLogin } from '../init/run/login.ts';
import { runTarget } from '../init/run/target.ts';
import { openSession, type Session } from '../init/session.ts';
import { STEPS } from '../init/steps.ts';
import { loadSettings } from '../load-env.ts';
import { type Output, table } from '../output.ts';
import { readRunFile } from '../stack/run-file.ts';
import { Interrupted } from '../until-interrupted.ts';

export interface InitOptions {
  /** Asks nothing. */
  yes: boolean;
  /** Where settings are written. */
  envFile: string;
  flags: FlagValues;
}

export interface InitSurroundings {
  /** Null when there is nobody to ask. */
  prompter: Prompter | null;
  environment: Environment;
  now: () => Date;
}

const NEXT = './fairlead doctor, then ./fairlead up';

/**
 * Sets everything up, step by step. Each finished step is stored at once, so that another run goes on where this one
 * ended. Throws `Misconfigured` with all that is missing when nobody can be asked.
 */
export async function init(
  options: InitOptions,
  out: Output,
  surroundings: InitSurroundings = onThisTerminal(),
): Promise<void> {
  const prompter = options.yes ? null : surroundings.prompter;
  const flags = answersOfFlags(options.flags);
  const session = openSession({ ...surroundings, prompter, out, flags, envFile: options.envFile });
  try {
    const steps = await stepsToRun(session);
    await runSteps(session, steps);
    if (prompter && steps.length === 0) await changeSome(session, prompter);
    await report(session);
  } catch (error) {
    if (error instanceof Interrupted)
      out.warn('Interrupted. What was finished is stored; go on with: ./fairlead init');
    throw error;
  } finally {
    await session.close();
  }
}

function onThisTerminal(): InitSurroundings {
  const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  return {
    prompter: isTerminal ? clackPrompter() : null,
    environment: process.env,
    now: () => systemClock(clockOptions(loadSettings())).now(),
  };
}

type Run = (session: Session, again: boolean) => Promise<readonly StepName[]>;

const alone =
  (run: (session: Session, again: boolean) => Promise<void>): Run =>
  async (session, again) => {
    await run(session, again);
    return [];
  };

/** Each returns the steps that must follow. */
const RUN: Readonly<Record<StepName, Run>> = {
  target: runTarget,
  llm: alone(runLlm),
  campaign: alone(runCampaign),
  account: alone(runAccount),
  login: alone(runLogin),
};

/** Those that are not done, and those that a flag changes or that stand in this environment alone. */
async function stepsToRun(session: Session): Promise<StepName[]> {
  const known = await session.known();
  return STEPS.filter(({ name, done }) => done(known) === null || isGivenAnew(session, name)).map(
    ({ name }) => name,
  );
}

function isGivenAnew(session: Session, step: StepName): boolean {
  const isSettings = step === 'target' || step === 'llm';
  return fieldsOf(step).some(
    ({ setting }) =>
      session.flags[setting] !== undefined || (isSettings && session.isOnlyInEnvironment(setting)),
  );
}

async function runSteps(session: Session, steps: readonly StepName[]): Promise<void> {
  const { prompter } = session;
  if (!prompter) await assertAllGiven(session, steps);
  const todo = new Set(steps);
  for (const { name, title, done } of STEPS) {
    if (todo.has(name)) {
      prompter?.say(title);
      for (const next of await RUN[name](session, false)) todo.add(next);
    } else {
      prompter?.say(`${title}: ${done(await session.known())}`);
    }
  }
}

const NOTHING = 'nothing';

/** Everything is there already: whatever the operator likes to change, until they like nothing. */
async function changeSome(session: Session, prompter: Prompter): Promise<void> {
  for (;;) {
    const chosen = await prompter.choose<StepName | typeof NOTHING>({
      id: 'change',
      message: 'All is set up. Change something?',
      choices: [
        { value: NOTHING, label: 'Nothing' },
        ...STEPS.map(({ name, title }) => ({ value: name, label: title })),
      ],
      initial: NOTHING,
    });
    if (chosen === NOTHING) return;
    for (const next of await RUN[chosen](session, true)) await RUN[next](session, false);
  }
}

async function report({ out, ...session }: Session): Promise<void> {
  const known = await session.known();
  const steps = STEPS.map(({ name, title, done }) => ({ name, title, detail: done(known) }));
  const missing = steps.filter(({ detail }) => detail === null);
  const next = missing.length > 0 ? './fairlead init' : NEXT;
  const rows = steps.map(({ title, detail }): [string, string] => [title, detail ?? 'missing']);
  if (await readRunFile(known.settings.FAIRLEAD_STATE_DIR))
    out.note('Fairlead runs: changed settings hold from its next start.');
  out.result(`${table(rows)}\n\n  Next: ${next}`);
  out.json({
    ok: missing.length === 0,
    steps: steps.map(({ name, detail }) => ({ step: name, detail })),
    next,
  });
}
