import { BATTERY, BATTERY_CASES, type BatteryVerb } from './table.ts';

/** The battery as a page: a row for each scenario, a column for each verb. */
export function matrixPage(knownToFake: (scenario: string, verb: BatteryVerb) => boolean): string {
  const verbs = Object.keys(BATTERY) as BatteryVerb[];
  const scenarios = [...new Set(BATTERY_CASES.map(({ scenario }) => scenario))].sort();
  const cell = (scenario: string, verb: BatteryVerb): string => {
    const verdict = BATTERY[verb][scenario];
    return verdict === undefined ? '' : `${verdict}${knownToFake(scenario, verb) ? ' ·' : ''}`;
  };
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const counts = verbs.map((verb) => String(Object.keys(BATTERY[verb]).length));
  return [
    '# What the driver makes of what LinkedIn shows',
    '',
    'Written from `apps/browser-worker/src/driver/testing/battery/table.ts` by its test; each cell is one test of the',
    'Playwright driver against the sandbox, with that switch on ([docs/sandbox.md](sandbox.md)). A dot marks those that',
    'run against the fake as well. After each test the sandbox’s journal is compared with what the driver said.',
    '',
    row(['scenario', ...verbs]),
    row(['---', ...verbs.map(() => '---')]),
    ...scenarios.map((scenario) => row([scenario, ...verbs.map((verb) => cell(scenario, verb))])),
    row([`**${BATTERY_CASES.length} cases**`, ...counts]),
    '',
  ].join('\n');
}
