import type { BrowserContext } from 'playwright-core';
import type { LinkedInDriver } from '../port.ts';
import { createInspection } from './inspection.ts';
import type { DriverOptions } from './options.ts';
import { saveSessionState } from './session-state.ts';
import { createTab } from './tab.ts';
import { connectionState } from './verbs/connection-state.ts';
import { invite } from './verbs/invite.ts';
import { isLoggedIn, login } from './verbs/login.ts';
import { sendMessage } from './verbs/message.ts';
import { readProfile, whoAmI } from './verbs/profile.ts';
import { recentConnections, recentConversations } from './verbs/recent.ts';
import { searchPeople } from './verbs/search.ts';
import { sentInvitations } from './verbs/sent-invitations.ts';
import { readThread } from './verbs/thread.ts';
import { withdraw } from './verbs/withdraw.ts';

/** The port over one browser context, which `close` ends. */
export async function createDriver(context: BrowserContext, options: DriverOptions): Promise<LinkedInDriver> {
  const page = await context.newPage();
  let isGone = false;
  const leave = (): void => {
    isGone = true;
  };
  context.once('close', leave);
  page.once('crash', leave);
  const tab = createTab(page, options);
  return {
    ...createInspection(page),
    isGone: () => isGone,
    isLoggedIn: () => isLoggedIn(tab),
    login: (credentials) => login(tab, credentials),
    whoAmI: () => whoAmI(tab),
    readProfile: (publicId) => readProfile(tab, publicId),
    connectionState: (person) => connectionState(tab, person),
    invite: (person, beforeClick) => invite(tab, person, beforeClick),
    withdraw: (person, beforeClick) => withdraw(tab, person, beforeClick),
    sentInvitations: (maxAgeMs) => sentInvitations(tab, maxAgeMs),
    searchPeople: (keywords, page) => searchPeople(tab, keywords, page),
    readThread: (person) => readThread(tab, person),
    sendMessage: (person, text, beforeClick) => sendMessage(tab, person, text, beforeClick),
    recentConversations: () => recentConversations(tab),
    recentConnections: () => recentConnections(tab),
    sessionState: () => saveSessionState(context),
    close: () => context.close(),
  };
}
