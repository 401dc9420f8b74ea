import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_DRIFT_RULE, type DriftFinding, noteProbe, type Probe, type Probes } from './drift.ts';
import { DAY_MS } from './limits.ts';

const at = (ms: number): Date => new Date(Date.UTC(2026, 2, 2, 9) + ms);

/** The findings of a row of probes: `profile/a-` is a miss of page a, `profile/a+` a match. */
function findings(...row: string[]): (DriftFinding | null)[] {
  let probes: Probes = [];
  return row.map((text, minute) => {
    const [kind = '', rest = ''] = text.split('/');
    const probe = { kind, page: rest.slice(0, -1), matched: rest.endsWith('+'), at: at(minute * 60_000) };
    const noted = noteProbe(probes, probe);
    probes = noted.probes;
    return noted.finding;
  });
}

describe('noteProbe', () => {
  test('finds drift at the third page of a kind that does not match', () => {
    expect(findings('profile/a-', 'profile/b-', 'profile/c-')).toEqual([
      null,
      null,
      { kind: 'drifted', probe: 'profile', pages: 3 },
    ]);
  });

  test('counts one odd page once, and each kind of page apart', () => {
    expect(findings('profile/a-', 'profile/a-', 'profile/a-', 'search/b-', 'search/c-')).toEqual(
      Array(5).fill(null),
    );
  });

  test('is not fooled by pages that match in between', () => {
    expect(findings('profile/a-', 'profile/x+', 'profile/b-', 'profile/y+', 'profile/c-').at(-1)).toEqual({
      kind: 'drifted',
      probe: 'profile',
      pages: 3,
    });
  });

  test('after drift, starts afresh: three pages that match are well again', () => {
    const row = ['profile/a-', 'profile/b-', 'profile/c-', 'profile/x+', 'profile/y+', 'profile/z+'];
    expect(findings(...row).slice(3)).toEqual([null, null, { kind: 'matching', probe: 'profile' }]);
    expect(findings('profile/x+', 'profile/x+', 'profile/x+')).toEqual([null, null, null]);
  });

  test('forgets what is older than its window', () => {
    const miss = (page: string, ms: number): Probe => ({ kind: 'profile', page, matched: false, at: at(ms) });
    const { probes } = noteProbe([miss('a', 0), miss('b', 1)], miss('c', DAY_MS));
    expect(probes.map(({ page }) => page)).toEqual(['b', 'c']);
  });

  test('says drift exactly when so many different pages missed, and remembers little', () => {
    const probe = fc.record({
      kind: fc.constantFrom('profile', 'search'),
      page: fc.constantFrom('a', 'b', 'c', 'd'),
      matched: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(probe, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (row, pages) => {
        const rule = { ...DEFAULT_DRIFT_RULE, pages };
        let probes: Probes = [];
        for (const [minute, each] of row.entries()) {
          const missedBefore = new Set(
            [...probes, { ...each, at: at(minute) }]
              .filter(({ kind }) => kind === each.kind)
              .slice(-10)
              .filter(({ matched }) => !matched)
              .map(({ page }) => page),
          );
          const noted = noteProbe(probes, { ...each, at: at(minute) }, rule);
          expect(noted.finding?.kind === 'drifted').toBe(missedBefore.size >= pages);
          expect(noted.probes.length).toBeLessThanOrEqual(20);
          probes = noted.probes;
        }
      }),
    );
  });
});
