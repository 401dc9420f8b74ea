import { readSettings } from '@fairlead/shared/runtime/env';
import { SETTINGS, type SettingName } from '@fairlead/shared/runtime/settings';
import { expect, test } from 'vitest';
import { describedProvision } from './described-provision.ts';

const GIVEN = {
  FAIRLEAD_ACCOUNT_EMAIL: 'you@company.example',
  FAIRLEAD_ACCOUNT_PASSWORD: 'sandbox',
  FAIRLEAD_CAMPAIGN_NAME: 'Wind parks',
  FAIRLEAD_CAMPAIGN_PRODUCT_DOCS: 'We inspect turbines.',
  FAIRLEAD_CAMPAIGN_OBJECTIVE: 'Operations managers',
};

const described = (more: Readonly<Record<string, string>> = {}) =>
  describedProvision(readSettings({ ...GIVEN, ...more }, Object.keys(SETTINGS) as SettingName[]));

test('an unknown variable in the follow-up template is an error before anything is stored (issue 7, point 6)', () => {
  const refused = (template: string) => () => described({ FAIRLEAD_CAMPAIGN_FOLLOW_UP_TEMPLATE: template });
  expect(refused('Thank {{ profile.nickname }}.')).toThrow(
    /FAIRLEAD_CAMPAIGN_FOLLOW_UP_TEMPLATE cannot be rendered:\nLine 1, column 10: There is no variable profile\.nickname\. There are: profile\.firstName/,
  );
  expect(refused('{% if %}')).toThrow('cannot be rendered');
  expect(refused('Thank {{ profile.firstName }}.')).not.toThrow();
});

test('the default template is sound', () => {
  expect(described().campaign.followUpTemplate).toContain('profile.firstName');
});

test('no answer about the newsletter is none (mission §3, newsletter)', () => {
  const answer = (more: Readonly<Record<string, string>> = {}) => described(more).account.subscribeNewsletter;
  expect(answer()).toBeNull();
  expect(answer({ FAIRLEAD_SUBSCRIBE_NEWSLETTER: 'yes' })).toBe(true);
  expect(answer({ FAIRLEAD_SUBSCRIBE_NEWSLETTER: 'no' })).toBe(false);
});
