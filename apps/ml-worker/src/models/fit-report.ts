import type { LabelKey } from '@fairlead/db/repositories/verdicts';
import { calibrationOf } from '@fairlead/qualifier/calibration';
import type { Concern } from '@fairlead/qualifier/strategy';
import type { FitReport } from '@fairlead/shared/domain/fit-report';

/** What a fit says of itself: its concerns, and its predictions beside the verdicts it had not seen. */
export function fitReport(
  labels: readonly LabelKey[],
  heldOut: ReadonlyMap<number, number> | null,
  concerns: readonly Concern[],
): FitReport {
  const predictions = labels.flatMap(({ leadId, qualified, source }) => {
    const probability = heldOut?.get(leadId);
    const isVerdict = source === 'llm' || source === 'human';
    return isVerdict && probability !== undefined ? [{ probability, qualified }] : [];
  });
  return { concerns: concerns.map((concern) => ({ ...concern })), calibration: calibrationOf(predictions) };
}
