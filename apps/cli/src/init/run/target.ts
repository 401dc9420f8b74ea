import { Misconfigured } from '@fairlead/shared/runtime/errors';
import type { StepName } from '../fields.ts';
import type { Answers } from '../flags.ts';
import type { Prompter } from '../prompter.ts';
import { RISK_NOTICE } from '../risk-notice.ts';
import type { Session } from '../session.ts';

type Target = 'sandbox' | 'linkedin';

interface TargetChoice {
  target: Target;
  /** Although the sandbox has one. */
  wantsOwnModel: boolean;
}

/** Asks whom to talk to. The real site is stored only with the risk accepted. Returns the steps that must follow. */
export async function runTarget(session: Session, again: boolean): Promise<readonly StepName[]> {
  const before = session.before().FAIRLEAD_TARGET;
  const chosen = await choose(session, again);
  const target = await settled(session, chosen.target, before);
  const answers: Answers = {
    FAIRLEAD_TARGET: target,
    ...(target === 'linkedin' ? { FAIRLEAD_RISK_ACCEPTED: 'yes' } : {}),
  };
  await session.keep(['FAIRLEAD_TARGET', 'FAIRLEAD_RISK_ACCEPTED'], answers);
  const hasKey = session.isGiven('FAIRLEAD_LLM_API_KEY');
  if (target === 'sandbox' && hasKey)
    session.out.note(
      'In the sandbox too it asks the language model that your key is for. Without a key it has a simulated one.',
    );
  return !hasKey && (target === 'linkedin' || chosen.wantsOwnModel) ? ['llm'] : [];
}

async function choose(session: Session, again: boolean): Promise<TargetChoice> {
  const { FAIRLEAD_TARGET: target } = session.settings();
  const isAsked = again || !session.isGiven('FAIRLEAD_TARGET');
  if (!session.prompter || !isAsked || session.flags.FAIRLEAD_TARGET !== undefined)
    return { target, wantsOwnModel: false };
  const choice = await session.prompter.choose({
    id: 'target',
    message: 'Whom should it talk to?',
    choices: [
      { value: 'sandbox', label: 'The built-in sandbox', hint: 'a simulated LinkedIn and language model' },
      { value: 'sandbox-own-model', label: 'The sandbox, with a language model of your own' },
      { value: 'linkedin', label: 'The real site', hint: 'read the risk notice first' },
    ],
    initial: target,
  });
  return {
    target: choice === 'linkedin' ? 'linkedin' : 'sandbox',
    wantsOwnModel: choice === 'sandbox-own-model',
  };
}

async function settled(session: Session, target: Target, before: Target): Promise<Target> {
  if (target === 'sandbox') return target;
  const { prompter, out } = session;
  if (before === 'sandbox' && (await session.setup()).holdsPeople) {
    const warning =
      'The database holds people of the sandbox: nobody by these names should be contacted on the real site. ' +
      'Name another FAIRLEAD_STATE_DIR (or DATABASE_URL) for it first.';
    if (!prompter) out.warn(warning);
    else {
      prompter.warn(warning);
      const goesOn = await prompter.confirm({
        id: 'simulated-people',
        message: 'Go on all the same?',
        initial: false,
      });
      if (!goesOn) return before;
    }
  }
  return await withRiskAccepted(session, prompter);
}

async function withRiskAccepted(session: Session, prompter: Prompter | null): Promise<Target> {
  if (session.settings().FAIRLEAD_RISK_ACCEPTED) return 'linkedin';
  if (!prompter)
    throw new Misconfigured(
      'The risk is not accepted.',
      'Read the notice in README.md, then give --accept-risk.',
    );
  prompter.notice('Read this first', RISK_NOTICE);
  if (
    await prompter.confirm({
      id: 'accept-risk',
      message: 'I have read this and accept the risk',
      initial: false,
    })
  )
    return 'linkedin';
  prompter.warn('Then it stays with the sandbox.');
  return 'sandbox';
}
