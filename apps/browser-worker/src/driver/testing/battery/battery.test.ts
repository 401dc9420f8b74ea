import { describe, expect, it } from 'vitest';
import { runBattery } from './battery.ts';
import { fakeBattery, isKnownToFake } from './fake-battery.ts';
import { matrixPage } from './matrix.ts';

describe('the fake', () => runBattery(fakeBattery(), ({ scenario }) => isKnownToFake(scenario)));

it('is written down in docs/driver-matrix.md (vitest -u writes it)', async () => {
  await expect(matrixPage(isKnownToFake)).toMatchFileSnapshot('../../../../../../docs/driver-matrix.md');
});
