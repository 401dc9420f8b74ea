import type { Database } from '@fairlead/db/database';
import { applyHealthEvent } from '@fairlead/db/repositories/account-health';
import { getAccountOrThrow } from '@fairlead/db/repositories/accounts';
import { addDriftEvidence } from '@fairlead/db/repositories/drift-evidence';
import { recordEvent } from '@fairlead/db/repositories/events';
import { type DriftFinding, type DriftRule, noteProbe, type Probes } from '@fairlead/shared/domain/drift';
import type { Clock } from '@fairlead/shared/runtime/clock';
import { coerceError } from '@fairlead/shared/runtime/errors';
import type { Logger } from '@fairlead/shared/runtime/logger';
import type { OnProbe, PageEvidence } from '../driver/inspection.ts';
import type { LinkedInDriver } from '../driver/port.ts';
import { VoyagerShapeError } from '../driver/voyager/shape-error.ts';

export interface DriftWatchOptions {
  accountId: number;
  db: Database;
  clock: Clock;
  log: Logger;
  rule: DriftRule;
  /** Of the page that is open now; null when there is none. */
  captureEvidence: () => Promise<PageEvidence | null>;
}

/** The canary of one account: it counts pages that do not look as they should, and pauses writes in time. */
export interface DriftWatch {
  onProbe: OnProbe;
  /** The driver, with what its verbs tell counted as well. */
  watched(driver: LinkedInDriver): LinkedInDriver;
}

/**
 * What was counted is forgotten when the process ends, the pause and its evidence are not. Writes go on by
 * themselves when as many different pages of the kind that paused them match again, and none of the last ten
 * does not: what paused them were readings, and the same readings tell that it is over. A click is still made
 * only where the page names its person, and its outcome is read back.
 */
export function createDriftWatch(options: DriftWatchOptions): DriftWatch {
  const { clock, log, rule } = options;
  let probes: Probes = [];

  const onProbe: OnProbe = async (probe) => {
    const noted = noteProbe(probes, { ...probe, at: clock.now() }, rule);
    probes = noted.probes;
    if (!probe.matched) log.warn({ probe: probe.kind }, 'a page does not look as it should');
    if (!noted.finding) return;
    await act(noted.finding, options).catch((thrown: unknown) =>
      log.error({ err: coerceError(thrown) }, 'drift could not be written down'),
    );
  };

  return {
    onProbe,
    watched: (driver) => ({
      ...driver,
      connectionState: async (person) => {
        const state = await driver.connectionState(person);
        await onProbe({ kind: 'controls', page: person.publicId, matched: state !== 'unavailable' });
        return state;
      },
      readProfile: async (publicId) => {
        const probe = { kind: 'profile data', page: publicId };
        try {
          const snapshot = await driver.readProfile(publicId);
          await onProbe({ ...probe, matched: true });
          return snapshot;
        } catch (error) {
          if (error instanceof VoyagerShapeError) await onProbe({ ...probe, matched: false });
          throw error;
        }
      },
    }),
  };
}

async function act(finding: DriftFinding, options: DriftWatchOptions): Promise<void> {
  const { accountId, db, clock } = options;
  const now = clock.now();
  if (finding.kind === 'matching') {
    const { writesPause } = await getAccountOrThrow(db, accountId);
    if (writesPause?.probe !== finding.probe) return;
    await applyHealthEvent(db, accountId, { kind: 'matched-again', probe: finding.probe });
    const detail = `the pages look as they should again: ${finding.probe}`;
    return await recordEvent(db, { kind: 'writes.resumed', accountId, detail }, now);
  }
  const { probe, pages } = finding;
  const detail = `${pages} pages did not look as they should: ${probe}`;
  // Before the evidence, which takes longer and may fail.
  const { changed } = await applyHealthEvent(db, accountId, { kind: 'drifted', probe, detail, at: now });
  if (changed) await recordEvent(db, { kind: 'writes.paused', accountId, detail }, now);
  const evidence = await options.captureEvidence();
  if (evidence) await addDriftEvidence(db, { accountId, probe, ...evidence }, now);
}
