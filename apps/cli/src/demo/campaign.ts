import { DEFAULT_LIMITS } from '@fairlead/shared/domain/limits';
import { AROUND_THE_CLOCK } from '@fairlead/shared/domain/working-hours';
import { Secret } from '@fairlead/shared/runtime/secret';
import type { DescribedAccount, DescribedCampaign } from '../stack/provision.ts';

/** The follow-up when the operator names none. */
export const DEFAULT_FOLLOW_UP_TEMPLATE =
  'Thank {{ profile.firstName }} for connecting. Say in a sentence why our product may matter in their role, and ask whether a short call would be useful.';

/** An invented company, an invented account. The sandbox takes any e-mail with this password. */
export const DEMO_PROVISION: { account: DescribedAccount; campaign: DescribedCampaign } = {
  account: {
    email: 'robin.demo@tidewater.example',
    password: new Secret('sandbox'),
    country: 'pt',
    timeZone: 'Europe/Lisbon',
    // Nobody waits two minutes for an office to open.
    workingHours: AROUND_THE_CLOCK,
    limits: DEFAULT_LIMITS,
    subscribeNewsletter: false,
  },
  campaign: {
    name: 'Wind and solar operations',
    productDocs:
      'Tidewater predicts failures of turbines and inverters two weeks ahead from the sensors a site already has. ' +
      'Teams that use it plan repairs for calm days and cut unplanned downtime by a third.',
    objective:
      'Operations, maintenance and asset managers at renewable energy companies in Europe who run wind or solar sites.',
    bookingLink: 'https://cal.example/tidewater/intro',
    followUpTemplate: DEFAULT_FOLLOW_UP_TEMPLATE,
  },
};
