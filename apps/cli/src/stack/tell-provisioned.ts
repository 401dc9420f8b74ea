import type { Output } from '../output.ts';
import type { Provision, Provisioned } from './provision.ts';

/** Says what became of the account and the campaign in the settings: created, or known already and left alone. */
export function tellProvisioned(
  { account, campaign }: Provision,
  { created }: Provisioned,
  out: Output,
): void {
  const things = [
    ...(account ? [{ what: `Account ${account.email}`, isNew: created.account }] : []),
    ...(campaign ? [{ what: `Campaign “${campaign.name}”`, isNew: created.campaign }] : []),
  ];
  for (const { what, isNew } of things)
    out.step(`${what}: ${isNew ? 'created' : 'known, and left as it is'}`);
}
