import { type Engine, SqlFailure } from './engine.ts';
import type { Turns } from './turns.ts';

/** A Postgres with background processes would checkpoint at 1 GB; replaying that takes too long here. */
const maxUncheckpointedBytes = 64 * 1024 * 1024;

/** Thresholds as autovacuum has them. */
const dueChores = `
  SELECT pg_catalog.format('VACUUM (ANALYZE) %I.%I', schemaname, relname) FROM pg_catalog.pg_stat_user_tables
  WHERE n_dead_tup > 50 + 0.2 * n_live_tup OR n_mod_since_analyze > 50 + 0.1 * n_live_tup
  UNION ALL
  SELECT 'CHECKPOINT' FROM pg_catalog.pg_control_checkpoint() AS last
  WHERE pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), last.redo_lsn) > ${maxUncheckpointedBytes}`;

/** The statements a Postgres with a checkpointer and autovacuum would run by itself about now. */
export async function findChores(engine: Engine): Promise<string[]> {
  const rows = await engine.select(dueChores);
  return rows.flatMap(([statement]) => statement ?? []);
}

/**
 * PGlite has no background processes: without this, dead rows and write-ahead log grow for ever and the planner
 * never learns the size of a table. Each chore is a turn of its own, so that clients wait for one at most.
 * Returns the function that stops it.
 */
export function startHousekeeping(
  engine: Engine,
  turns: Turns,
  options: { intervalMs: number; log: (message: string) => void },
): () => void {
  const keeper = {};
  const enqueue = (work: () => Promise<void>) =>
    turns.enqueue(keeper, async () => {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof SqlFailure)) throw error;
        options.log(`housekeeping: ${error.message}`);
      }
      return false;
    });
  const round = () =>
    enqueue(async () => {
      for (const statement of await findChores(engine)) {
        enqueue(async () => {
          await engine.select(statement);
        });
      }
    });
  const timer = setInterval(() => {
    // What a long transaction kept waiting is not worth doing twice.
    turns.drop(keeper);
    round();
  }, options.intervalMs).unref();
  return () => clearInterval(timer);
}
