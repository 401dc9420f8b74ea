import { correctEmail, getSecretsOf, setLimits, setSchedule } from '@fairlead/db/repositories/accounts';
import type { SetUpAccount } from '@fairlead/db/views/setup';
import { handleFromEmail, passwordContext } from '@fairlead/shared/domain/account';
import { describeWorkingHours } from '@fairlead/shared/domain/working-hours';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { Secret } from '@fairlead/shared/runtime/secret';
import { defaultHours, describedAccount } from '../../stack/described-provision.ts';
import { type DescribedAccount, provision, saveAccount } from '../../stack/provision.ts';
import { askFields } from '../ask.ts';
import { daringLimits } from '../faults.ts';
import { fieldsOf } from '../fields.ts';
import type { Answers } from '../flags.ts';
import type { Session } from '../session.ts';

const ANOTHER = 'another';

/** Asks for an account and stores it, or changes one that is there. */
export async function runAccount(session: Session, again: boolean): Promise<void> {
  const known = await chooseAccount(session);
  const account = known ? await changed(session, known) : await described(session, again);
  for (const line of daringLimits(account.limits)) session.out.warn(line);
  const [db, vault] = [await session.database(), await session.vault()];
  if (known) {
    if (account.email !== known.email) {
      const passwordSealed = vault.seal(account.password.reveal(), passwordContext(account.email));
      await correctEmail(db, known.id, {
        email: account.email,
        handle: handleFromEmail(account.email),
        passwordSealed,
      });
    }
    await saveAccount(db, vault, account, session.now());
    await setSchedule(db, known.id, account.timeZone, account.workingHours);
    await setLimits(db, known.id, account.limits, session.now());
  } else {
    await provision(db, vault, { account, campaign: null }, session.now());
  }
  session.out.step(`Account ${account.email}: ${known ? 'changed' : 'created'}`);
}

/** The account that is meant, null for one that is not there yet. Throws `Misconfigured` when it could be any of several. */
async function chooseAccount({ prompter, flags, ...session }: Session): Promise<SetUpAccount | null> {
  const { accounts } = await session.setup();
  const { FAIRLEAD_ACCOUNT_EMAIL: email } = flags;
  if (email !== undefined || accounts.length === 0)
    return accounts.find((account) => account.email === email) ?? null;
  if (!prompter) {
    const [only, ...others] = accounts;
    if (only && others.length === 0) return only;
    throw new Misconfigured('There are several accounts.', 'Say which one is meant: --account-email <email>');
  }
  const chosen = await prompter.choose({
    id: 'account',
    message: 'Which account?',
    choices: [
      ...accounts.map((account) => ({ value: account.email, label: account.email })),
      { value: ANOTHER, label: 'Another one' },
    ],
    initial: accounts[0]?.email ?? ANOTHER,
  });
  return accounts.find((account) => account.email === chosen) ?? null;
}

async function described(session: Session, again: boolean): Promise<DescribedAccount> {
  const settings = session.settings();
  const ofThisMachine = { FAIRLEAD_ACCOUNT_TIME_ZONE: new Intl.DateTimeFormat().resolvedOptions().timeZone };
  const answers = await askFields(session, fieldsOf('account'), {
    again,
    initial: {
      ...ofThisMachine,
      FAIRLEAD_ACCOUNT_WORKING_HOURS: describeWorkingHours(defaultHours(settings)),
      FAIRLEAD_SUBSCRIBE_NEWSLETTER: 'no',
      FAIRLEAD_CONNECT_DAILY: `${settings.FAIRLEAD_CONNECT_DAILY}`,
      FAIRLEAD_CONNECT_WEEKLY: `${settings.FAIRLEAD_CONNECT_WEEKLY}`,
      FAIRLEAD_FOLLOW_UP_DAILY: `${settings.FAIRLEAD_FOLLOW_UP_DAILY}`,
    },
  });
  const zone = session.isGiven('FAIRLEAD_ACCOUNT_TIME_ZONE') ? {} : ofThisMachine;
  return describedAccount(session.settings({ ...zone, ...answers }));
}

/** What is stored, with what was answered now in its place. */
async function changed(session: Session, known: SetUpAccount): Promise<DescribedAccount> {
  const stored = storedAnswers(known);
  const others = (await session.setup()).accounts.flatMap(({ id, email }) =>
    id === known.id ? [] : [email],
  );
  // Whoever has been in is known by that e-mail; one that never was may have been misspelt.
  const fields = fieldsOf('account').filter(
    ({ setting }) => setting !== 'FAIRLEAD_ACCOUNT_EMAIL' || known.selfLeadId === null,
  );
  const answers = await askFields(session, fields, {
    again: true,
    initial: stored,
    optional: ['FAIRLEAD_ACCOUNT_PASSWORD'],
    fault: (setting, answer) =>
      setting === 'FAIRLEAD_ACCOUNT_EMAIL' && others.includes(answer) ? 'Another account has it' : null,
  });
  const { FAIRLEAD_ACCOUNT_PASSWORD: typed, ...rest } = answers;
  const password = typed || session.flags.FAIRLEAD_ACCOUNT_PASSWORD || (await storedPassword(session, known));
  const all = { ...stored, ...session.flags, ...rest };
  const account = describedAccount(session.settings({ ...all, FAIRLEAD_ACCOUNT_PASSWORD: password }));
  return { ...account, password: new Secret(password) };
}

async function storedPassword(session: Session, { id, email }: SetUpAccount): Promise<string> {
  const { passwordSealed } = await getSecretsOf(await session.database(), id);
  return (await session.vault()).open(passwordSealed, passwordContext(email));
}

function storedAnswers(account: SetUpAccount): Answers {
  const { email, country, timeZone, workingHours, limits, subscribeNewsletter } = account;
  return {
    FAIRLEAD_ACCOUNT_EMAIL: email,
    FAIRLEAD_ACCOUNT_COUNTRY: country ?? '',
    FAIRLEAD_ACCOUNT_TIME_ZONE: timeZone,
    FAIRLEAD_ACCOUNT_WORKING_HOURS: describeWorkingHours(workingHours),
    FAIRLEAD_SUBSCRIBE_NEWSLETTER: subscribeNewsletter ? 'yes' : 'no',
    FAIRLEAD_CONNECT_DAILY: `${limits.connectDaily}`,
    FAIRLEAD_CONNECT_WEEKLY: `${limits.connectWeekly}`,
    FAIRLEAD_FOLLOW_UP_DAILY: `${limits.followUpDaily}`,
  };
}
