import { Misconfigured } from '@fairlead/shared/runtime/errors';
import type { Secret } from '@fairlead/shared/runtime/secret';
import { checkLlm } from '../../setup/llm-check.ts';
import { askFields } from '../ask.ts';
import { fieldsOf } from '../fields.ts';
import type { Answers } from '../flags.ts';
import type { Prompter } from '../prompter.ts';
import type { Session } from '../session.ts';

const SETTINGS = ['FAIRLEAD_LLM_API_KEY', 'FAIRLEAD_LLM_MODEL', 'FAIRLEAD_LLM_BASE_URL'] as const;

/** Asks for the language model, and stores it once it has answered. */
export async function runLlm(session: Session, again: boolean): Promise<void> {
  const { prompter, out } = session;
  let answers = await askLlm(session, again, {});
  for (;;) {
    const settings = session.settings(answers);
    const { FAIRLEAD_LLM_API_KEY: apiKey } = settings;
    if (!apiKey)
      throw new Misconfigured('There is no key for the language model.', 'Give one: --llm-key-file <path>');
    const failure = await tryLlm(session, { ...settings, FAIRLEAD_LLM_API_KEY: apiKey });
    if (!failure)
      return await session.keep(SETTINGS, { ...answers, FAIRLEAD_LLM_MODEL: settings.FAIRLEAD_LLM_MODEL });
    if (!prompter) throw failure;
    prompter.warn(`${failure.message}\nRemedy: ${failure.remedy}`);
    const next = await whatNext(prompter);
    if (next === 'later')
      return out.warn('The language model is not stored. Come back with: ./fairlead init');
    if (next === 'again') answers = await askLlm(session, true, answers);
  }
}

async function askLlm(session: Session, again: boolean, before: Answers): Promise<Answers> {
  const {
    FAIRLEAD_LLM_API_KEY: key,
    FAIRLEAD_LLM_MODEL: model,
    FAIRLEAD_LLM_BASE_URL: url,
  } = session.settings(before);
  const given = await askFields(session, fieldsOf('llm'), {
    again,
    initial: { FAIRLEAD_LLM_MODEL: model, FAIRLEAD_LLM_BASE_URL: url ?? '' },
    optional: key === undefined ? [] : ['FAIRLEAD_LLM_API_KEY'],
  });
  const { FAIRLEAD_LLM_API_KEY: typed, ...others } = given;
  // No key typed: the one before stays.
  return { ...before, ...others, ...(typed ? { FAIRLEAD_LLM_API_KEY: typed } : {}) };
}

interface Asked {
  FAIRLEAD_LLM_API_KEY: Secret;
  FAIRLEAD_LLM_MODEL: string;
  FAIRLEAD_LLM_BASE_URL: string | undefined;
}

/** Null when it answers. */
async function tryLlm(
  { out }: Session,
  { FAIRLEAD_LLM_API_KEY: apiKey, FAIRLEAD_LLM_MODEL: model, FAIRLEAD_LLM_BASE_URL: baseUrl }: Asked,
): Promise<Misconfigured | null> {
  out.step(`Asking ${model} one question (up to a minute)`);
  try {
    out.note(`It answered within ${await checkLlm({ apiKey, model, baseUrl })} ms.`);
    return null;
  } catch (error) {
    if (error instanceof Misconfigured) return error;
    throw error;
  }
}

async function whatNext(prompter: Prompter): Promise<'again' | 'retry' | 'later'> {
  return await prompter.choose({
    id: 'llm-failed',
    message: 'What now?',
    choices: [
      { value: 'again', label: 'Enter key, model and base URL again' },
      { value: 'retry', label: 'Ask it once more' },
      { value: 'later', label: 'Leave it for later' },
    ],
    initial: 'again',
  });
}
