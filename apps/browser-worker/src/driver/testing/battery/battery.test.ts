import { describe, expect, it } from 'vitest';
import { runBattery } from './battery.ts';
import { fakeBattery, isKnownToFake } from './fake-battery.ts';
import { matrixPage } from './matrix.ts';
import { normalRun } from './normal-run.ts';
import { BATTERY_CASES, isWrite } from './table.ts';

describe('the fake', () => runBattery(fakeBattery(), ({ scenario }) => isKnownToFake(scenario)));

it('is written down in docs/driver-matrix.md (vitest -u writes it)', async () => {
  await expect(matrixPage(isKnownToFake)).toMatchFileSnapshot('../../../../../../docs/driver-matrix.md');
});

describe('a normal run', () => {
  const cases = [...normalRun()];
  const tested = <T>(of: readonly (typeof cases)[number][], key: (test: (typeof cases)[number]) => T) =>
    new Set(of.map(key));

  it('meets every scenario and every verb', () => {
    for (const key of ['scenario', 'verb'] as const)
      expect(tested(cases, (test) => test[key])).toEqual(tested(BATTERY_CASES, (test) => test[key]));
  });

  it('has every outcome of every write', () => {
    const outcomes = (of: readonly (typeof cases)[number][]) =>
      tested(
        of.filter(({ verb, expects }) => isWrite(verb) && /^[a-z]/.test(expects)),
        ({ verb, expects }) => `${verb} ${expects}`,
      );
    expect(outcomes(cases)).toEqual(outcomes(BATTERY_CASES));
  });
});
