import {
  closeLead,
  leadsToEnrich,
  postponeEnrichment,
  recordProfile,
  type UrlOnlyLead,
} from '@fairlead/db/repositories/leads';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import type { Handler } from '@fairlead/shared/queue/consumer';
import { coerceError, FairleadError, PageHung, SkipProfile, Stale } from '@fairlead/shared/runtime/errors';
import type { Logger } from '@fairlead/shared/runtime/logger';
import { type AccountDeps, usableAccount } from '../account-deps.ts';
import type { LinkedInDriver } from '../driver/port.ts';

// As many as the plan's pace assumes of one firing.
const LEADS_PER_JOB = 5;

/** Reads the profiles of a few url-only leads. One that fails unexpectedly is left for a later sweep. */
export function enrich(deps: AccountDeps): Handler<'enrich'> {
  return async ({ accountId }, { signal, log }) => {
    await usableAccount(deps, accountId, 'enrich');
    const leads = await leadsToEnrich(deps.db, LEADS_PER_JOB, deps.clock.now());
    if (leads.length === 0) throw new Stale('Every discovered lead is read.');
    return await deps.session.use(async (driver) => {
      const counts = { enriched: 0, closed: 0, postponed: 0 };
      for (const lead of leads) {
        if (signal.aborted) break;
        counts[await enrichOne(lead, driver, deps, log)] += 1;
        // An abort ends the pause and then the loop; what was read counts.
        await deps.clock.sleepRealMs(deps.clock.toRealMs(deps.readIntervalMs), signal).catch(() => {});
      }
      return { outcome: 'read', ...counts };
    });
  };
}

async function enrichOne(
  lead: UrlOnlyLead,
  driver: LinkedInDriver,
  { db, clock }: AccountDeps,
  log: Logger,
): Promise<'enriched' | 'closed' | 'postponed'> {
  try {
    const { profile, raw } = await driver.readProfile(lead.publicId);
    const recorded = await db
      .transaction()
      .execute((trx) => recordProfile(trx, lead.id, profile, raw, clock.now()));
    return recorded === 'enriched' ? 'enriched' : 'closed';
  } catch (thrown) {
    if (thrown instanceof SkipProfile) {
      await closeLead(db, lead.id, 'inaccessible');
      return 'closed';
    }
    if (thrown instanceof FairleadError && !(thrown instanceof PageHung)) throw thrown;
    const error = coerceError(thrown);
    log.warn({ err: error, leadId: lead.id }, 'a profile could not be read');
    const waitMs = HOUR_MS * 2 ** Math.min(lead.enrichAttempts, 7);
    await postponeEnrichment(db, lead.id, new Date(clock.now().getTime() + waitMs));
    // The page is gone with its driver; the next job has a new one.
    if (thrown instanceof PageHung) throw thrown;
    return 'postponed';
  }
}
