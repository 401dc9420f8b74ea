import type { Tx } from '@fairlead/db/database';
import { type AuditEntry, recordAudit } from '@fairlead/db/repositories/audit-log';
import type { Request, RequestHandler, Response, Router } from 'express';
import type { DashboardDeps } from './deps.ts';
import { signedIn } from './session/guard.ts';
import { saveSession } from './session/session.ts';

/** What a change is made with. */
export interface Change {
  trx: Tx;
  /** The user's name. */
  who: string;
  now: Date;
}

/** What a form led to. */
export type Answer =
  /** `log` has a line for each thing that was changed; none where all was so already. */
  | { log: readonly AuditEntry[]; notice: string; next: string }
  /** Nothing was changed: the form is shown again, after the transaction. */
  | { again: () => Promise<void> | void };

/**
 * A form that changes something. The change and its lines in the audit log are one transaction, so that no
 * route can have one without the other; every POST but signing in, signing out and previews is made with this.
 */
export function changeRoute(
  router: Router,
  path: string,
  guard: RequestHandler,
  { db, clock }: Pick<DashboardDeps, 'db' | 'clock'>,
  work: (req: Request, change: Change, res: Response) => Promise<Answer>,
): void {
  router.post(path, guard, async (req, res) => {
    const who = signedIn(res).name;
    const now = clock.now();
    const answer = await db.transaction().execute(async (trx) => {
      const done = await work(req, { trx, who, now }, res);
      if ('log' in done) for (const entry of done.log) await recordAudit(trx, who, entry, now);
      return done;
    });
    if ('again' in answer) return await answer.again();
    req.session.notice = answer.notice;
    await saveSession(req);
    res.redirect(303, answer.next);
  });
}
