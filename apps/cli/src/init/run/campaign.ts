import { describedCampaign } from '../../stack/described-provision.ts';
import { provision } from '../../stack/provision.ts';
import { tellProvisioned } from '../../stack/tell-provisioned.ts';
import { askFields } from '../ask.ts';
import { fieldsOf } from '../fields.ts';
import type { Session } from '../session.ts';

/** Asks for a campaign, and creates it. One that exists is changed on the dashboard. */
export async function runCampaign(session: Session, again: boolean): Promise<void> {
  const taken = new Set((await session.setup()).campaigns.map(({ name }) => name));
  const answers = await askFields(session, fieldsOf('campaign'), {
    again,
    fault: (setting, answer) =>
      setting === 'FAIRLEAD_CAMPAIGN_NAME' && taken.has(answer)
        ? 'There is one of that name: change it on the dashboard, or take another name'
        : null,
  });
  const wanted = { account: null, campaign: describedCampaign(session.settings(answers)) };
  const done = await provision(await session.database(), await session.vault(), wanted, session.now());
  tellProvisioned(wanted, done, session.out);
}
