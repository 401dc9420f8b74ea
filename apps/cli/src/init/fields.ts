import type { SettingName } from '@fairlead/shared/runtime/settings';

export type StepName = 'target' | 'llm' | 'campaign' | 'account' | 'login';

/** One answer that `init` wants: asked for, or given by its flag or its variable. */
export interface Field {
  setting: SettingName;
  step: StepName;
  /** Without the two dashes. Of a secret it names a file: what stands in a command line is for everybody to see. */
  flag: string;
  /** text: one line, or what the setting takes. lines: several; `@file` names a file. */
  kind: 'text' | 'lines' | 'secret' | 'yes-no' | 'accept';
  message: string;
  hint?: string;
  /** Nothing can be stored without it, unless it was stored before. */
  required: boolean;
}

const field = (
  step: StepName,
  setting: SettingName,
  flag: string,
  kind: Field['kind'],
  message: string,
  more: Partial<Pick<Field, 'hint' | 'required'>> = {},
): Field => ({ step, setting, flag, kind, message, required: false, ...more });

const AT_FILE = '@file takes it from a file';
const EMPTY_KEEPS = 'Nothing: the one that is stored stays';

/** In the order in which they are asked. */
export const FIELDS: readonly Field[] = [
  field('target', 'FAIRLEAD_TARGET', 'target', 'text', 'Whom it talks to: sandbox or linkedin'),
  field(
    'target',
    'FAIRLEAD_RISK_ACCEPTED',
    'accept-risk',
    'accept',
    'I have read the risk notice and accept it',
    {
      required: true,
    },
  ),
  field('llm', 'FAIRLEAD_LLM_API_KEY', 'llm-key', 'secret', 'Key of the language model', { required: true }),
  field('llm', 'FAIRLEAD_LLM_MODEL', 'llm-model', 'text', 'Name of the language model'),
  field('llm', 'FAIRLEAD_LLM_BASE_URL', 'llm-base-url', 'text', 'Base URL of its service', {
    hint: 'Nothing: OpenAI',
  }),
  field('campaign', 'FAIRLEAD_CAMPAIGN_NAME', 'campaign-name', 'text', 'Name of the campaign', {
    required: true,
  }),
  field(
    'campaign',
    'FAIRLEAD_CAMPAIGN_PRODUCT_DOCS',
    'campaign-product-docs',
    'lines',
    'What you offer, in your own words',
    {
      hint: AT_FILE,
      required: true,
    },
  ),
  field(
    'campaign',
    'FAIRLEAD_CAMPAIGN_OBJECTIVE',
    'campaign-objective',
    'lines',
    'Whom the campaign should talk to',
    {
      hint: AT_FILE,
      required: true,
    },
  ),
  field(
    'campaign',
    'FAIRLEAD_CAMPAIGN_BOOKING_LINK',
    'campaign-booking-link',
    'text',
    'Booking link, appended to every follow-up',
    {
      hint: 'Nothing: no link',
    },
  ),
  field('account', 'FAIRLEAD_ACCOUNT_EMAIL', 'account-email', 'text', 'E-mail of the LinkedIn account', {
    required: true,
  }),
  field(
    'account',
    'FAIRLEAD_ACCOUNT_PASSWORD',
    'account-password',
    'secret',
    'Its password, stored encrypted',
    { required: true },
  ),
  field('account', 'FAIRLEAD_ACCOUNT_COUNTRY', 'account-country', 'text', 'Its country, two letters', {
    hint: 'Nothing: unknown',
  }),
  field('account', 'FAIRLEAD_ACCOUNT_TIME_ZONE', 'account-time-zone', 'text', 'Its time zone'),
  field('account', 'FAIRLEAD_ACCOUNT_WORKING_HOURS', 'account-working-hours', 'text', 'When it works', {
    hint: 'always, or weekdays and hours such as mon-fri 09:00-19:00',
  }),
  field(
    'account',
    'FAIRLEAD_SUBSCRIBE_NEWSLETTER',
    'newsletter',
    'yes-no',
    'Subscribe this e-mail to the newsletter?',
  ),
  field('account', 'FAIRLEAD_CONNECT_DAILY', 'connect-daily', 'text', 'Invitations in any 24 hours'),
  field('account', 'FAIRLEAD_CONNECT_WEEKLY', 'connect-weekly', 'text', 'Invitations in any 7 days'),
  field(
    'account',
    'FAIRLEAD_FOLLOW_UP_DAILY',
    'follow-up-daily',
    'text',
    'Follow-up messages in any 24 hours',
  ),
  field('login', 'FAIRLEAD_DASHBOARD_USER', 'dashboard-user', 'text', 'Your login name on the dashboard'),
  field('login', 'FAIRLEAD_DASHBOARD_PASSWORD', 'dashboard-password', 'secret', 'Your password there', {
    hint: `${EMPTY_KEEPS}; else one is made up and shown once`,
  }),
];

export const fieldsOf = (step: StepName): readonly Field[] => FIELDS.filter((each) => each.step === step);

/** How the answer is given without being asked. */
export function flagOf({ flag, kind }: Field): string {
  switch (kind) {
    case 'secret':
      return `--${flag}-file <path>`;
    case 'lines':
      return `--${flag} <text|@file>`;
    case 'yes-no':
      return `--${flag} <yes|no>`;
    case 'accept':
      return `--${flag}`;
    case 'text':
      return `--${flag} <${/(daily|weekly)$/.test(flag) ? 'n' : flag.split('-').at(-1)}>`;
  }
}
