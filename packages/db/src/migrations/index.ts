import type { Migration } from 'kysely/migration';
import * as initial from './0001-initial.ts';
import * as fencing from './0002-fencing.ts';
import * as restoration from './0003-restoration.ts';
import * as tallies from './0004-tallies.ts';
import * as judgement from './0005-judgement.ts';
import * as accountCare from './0006-account-care.ts';
import * as partners from './0007-partners.ts';
import * as words from './0008-words.ts';
import * as approval from './0009-approval.ts';
import * as views from './0010-views.ts';
import * as oneInvite from './0011-one-invite.ts';

/** In order of name. Forward only: a migration that has run anywhere is never changed. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-fencing': fencing,
  '0003-restoration': restoration,
  '0004-tallies': tallies,
  '0005-judgement': judgement,
  '0006-account-care': accountCare,
  '0007-partners': partners,
  '0008-words': words,
  '0009-approval': approval,
  '0010-views': views,
  '0011-one-invite': oneInvite,
};
