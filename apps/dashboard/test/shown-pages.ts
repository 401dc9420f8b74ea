import type { Seeded } from './seed.ts';

/** A page as it is shown to people: for pictures, and for what is checked of every page in a real browser. */
export interface ShownPage {
  /** Names its pictures. */
  name: string;
  path: string;
  /** Whether it is for somebody who has not signed in. */
  guest?: boolean;
  /** Somebody else's: it is looked at, but we do not mend it. */
  foreign?: boolean;
}

/** Every page of the dashboard over what `seedDatabase` made. */
export function shownPages({ campaignId, accountId, leadId }: Seeded): readonly ShownPage[] {
  return [
    { name: 'login', path: '/login', guest: true },
    { name: 'overview', path: '/' },
    { name: 'leads', path: '/leads' },
    { name: 'leads-filtered', path: '/leads?state=promoted&q=manager' },
    { name: 'lead', path: `/leads/${leadId}` },
    { name: 'deals', path: '/deals' },
    { name: 'deals-of-state', path: '/deals?state=PENDING' },
    { name: 'inbox', path: '/inbox' },
    { name: 'conversation', path: '/inbox/1' },
    { name: 'campaigns', path: '/campaigns' },
    { name: 'campaign-new', path: '/campaigns/new' },
    { name: 'campaign', path: `/campaigns/${campaignId}` },
    { name: 'campaign-keywords', path: `/campaigns/${campaignId}/keywords` },
    { name: 'campaign-accounts', path: `/campaigns/${campaignId}/accounts` },
    { name: 'approvals', path: '/approvals' },
    { name: 'model', path: `/campaigns/${campaignId}/model` },
    { name: 'accounts', path: '/accounts' },
    { name: 'activity', path: '/activity' },
    { name: 'settings', path: '/settings' },
    { name: 'settings-users', path: '/settings/users' },
    { name: 'settings-log', path: '/settings/log' },
    { name: 'data', path: '/data' },
    { name: 'data-leads', path: '/data/leads' },
    { name: 'data-lead', path: `/data/leads/${leadId}` },
    { name: 'data-account', path: `/data/accounts/${accountId}` },
    { name: 'data-account-new', path: '/data/accounts/new' },
    { name: 'queues', path: '/queues', foreign: true },
    { name: 'not-found', path: '/nowhere' },
  ];
}
