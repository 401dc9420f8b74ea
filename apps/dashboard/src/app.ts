import { loadPrompts } from '@fairlead/prompts/library';
import express, { type Express } from 'express';
import type { DashboardDeps } from './deps.ts';
import { errorPage, notFound } from './errors.ts';
import { pageDefaults, showAttention, showNotice, showWaiting } from './page-locals.ts';
import { PUBLIC_DIR } from './pages/assets.ts';
import { createViews } from './pages/engine.ts';
import { HTMX_DIR } from './pages/htmx.ts';
import { accountRoutes } from './routes/accounts.ts';
import { activityRoutes } from './routes/activity.ts';
import { actRoutes } from './routes/acts.ts';
import { approvalRoutes } from './routes/approvals.ts';
import { campaignAccountRoutes } from './routes/campaign-accounts.ts';
import { campaignEditRoutes } from './routes/campaign-edit.ts';
import { campaignKeywordRoutes } from './routes/campaign-keywords.ts';
import { campaignRoutes } from './routes/campaigns.ts';
import { dataRoutes } from './routes/data.ts';
import { dataAccountRoutes } from './routes/data-accounts.ts';
import { dataChangeRoutes } from './routes/data-changes.ts';
import { dealActRoutes } from './routes/deal-acts.ts';
import { dealRoutes } from './routes/deals.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { inboxRoutes } from './routes/inbox.ts';
import { leadRoutes } from './routes/lead.ts';
import { leadBulkRoutes } from './routes/lead-bulk.ts';
import { leadExportRoutes } from './routes/lead-export.ts';
import { leadRawRoutes } from './routes/lead-raw.ts';
import { leadViewRoutes } from './routes/lead-views.ts';
import { leadListRoutes } from './routes/leads.ts';
import { loginRoutes, logoutRoutes } from './routes/login.ts';
import { modelRoutes } from './routes/model.ts';
import { overviewRoutes } from './routes/overview.ts';
import { createQueueBoard } from './routes/queues.ts';
import { settingsRoutes } from './routes/settings.ts';
import { userRoutes } from './routes/users.ts';
import { verdictRoutes } from './routes/verdicts.ts';
import { boardHeaders, pageHeaders } from './security.ts';
import { csrf } from './session/csrf.ts';
import { requireUser } from './session/guard.ts';
import { sessions } from './session/session.ts';

// A campaign's product docs may be long.
const FORM_LIMIT = '512kb';
const A_YEAR_MS = 365 * 24 * 3_600_000;

export interface DashboardApp {
  app: Express;
  /** Closes the queues the board looks into. */
  close(): Promise<void>;
}

/** The whole web application. Order matters: headers, public files, session, login, then everything else. */
export async function createApp(deps: DashboardDeps): Promise<DashboardApp> {
  const views = createViews(deps.clock);
  const board = createQueueBoard(deps);
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.engine('liquid', views.express());
  app.set('views', views.options.root);
  app.set('view engine', 'liquid');

  app.get('/healthz', (_req, res) => void res.json({ status: 'ok' }));
  app.use('/queues', boardHeaders);
  app.use(/^\/(?!queues(\/|$))/, pageHeaders);
  app.use('/assets', express.static(PUBLIC_DIR, { immutable: true, maxAge: A_YEAR_MS, index: false }));
  app.use('/assets/htmx', express.static(HTMX_DIR, { immutable: true, maxAge: A_YEAR_MS, index: false }));
  app.use(pageDefaults(deps));
  app.use(sessions(deps.sessionStore, deps.sessionSecret));
  app.use('/queues', requireUser(deps.db), board.router);
  app.use(express.urlencoded({ extended: false, limit: FORM_LIMIT }), csrf);
  app.use(await loginRoutes(deps));
  app.use(requireUser(deps.db), showNotice, showAttention(deps), showWaiting(deps));
  app.use(logoutRoutes());
  app.use(
    overviewRoutes(deps),
    leadRoutes(deps),
    dealRoutes(deps),
    dealActRoutes(deps),
    campaignRoutes(deps),
    modelRoutes(deps),
    verdictRoutes(deps),
  );
  app.use(leadListRoutes(deps), leadBulkRoutes(deps), leadViewRoutes(deps), leadExportRoutes(deps));
  app.use(inboxRoutes(deps));
  // Before the pages of rows: /data/accounts/new is none.
  app.use(dataAccountRoutes(deps), dataChangeRoutes(deps), dataRoutes(deps));
  app.use(
    campaignEditRoutes(deps, await loadPrompts()),
    campaignKeywordRoutes(deps),
    campaignAccountRoutes(deps),
    approvalRoutes(deps),
    userRoutes(deps),
    settingsRoutes(deps),
  );
  app.use(
    accountRoutes(deps),
    evidenceRoutes(deps),
    leadRawRoutes(deps),
    actRoutes(deps),
    activityRoutes(deps, views),
  );
  app.use(notFound, errorPage(deps.log));
  return { app, close: board.close };
}
