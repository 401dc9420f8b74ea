import { readSnapshot } from '@fairlead/kits/model';
import { openOnnx } from '@fairlead/kits/onnx-scorer';
import type { QualifierHost } from '@fairlead/qualifier/thread/host';
import type { OpenRanker } from './port.ts';

/** Models of kits: our own format is computed in the thread of the strategies, ONNX by its runtime's. */
export function kitRankers(host: QualifierHost): OpenRanker {
  return async ({ format, model }) => {
    if (format === 'onnx') return await openOnnx(model);
    const snapshot = readSnapshot(model);
    return {
      probabilities: (vectors) => host.rank(snapshot, vectors),
      close: () => Promise.resolve(),
    };
  };
}
