import { announceLogin, ensureDashboardLogin } from '../../stack/dashboard-login.ts';
import { askFields } from '../ask.ts';
import { fieldsOf } from '../fields.ts';
import type { Session } from '../session.ts';

/** Asks how the operator signs in to the dashboard. A password that was made up is shown, this once. */
export async function runLogin(session: Session, again: boolean): Promise<void> {
  const { FAIRLEAD_DASHBOARD_USER: initial } = session.settings();
  const answers = await askFields(session, fieldsOf('login'), {
    again,
    initial: { FAIRLEAD_DASHBOARD_USER: initial },
  });
  const { FAIRLEAD_DASHBOARD_USER: user, FAIRLEAD_DASHBOARD_PASSWORD: password } = session.settings(answers);
  announceLogin(
    await ensureDashboardLogin(await session.database(), user, password, session.now()),
    session.out,
  );
}
