import { expect, it } from 'vitest';
import type { Scenario } from './scenario.ts';
import { SCENARIO_GROUPS } from './table.ts';

const SCOPES: Readonly<Record<Scenario['scope'], string>> = {
  guest: 'all guests',
  account: 'account',
  person: 'account, person',
  moment: 'acts at once',
};

function groupPart([title, rows]: [string, Readonly<Record<string, Scenario>>]): string {
  const lines = Object.entries(rows).map(
    ([name, { about, facts, scope }]) => `| \`${name}\` | ${about} | ${SCOPES[scope]} | ${facts} |`,
  );
  return [
    `## ${title}`,
    '',
    '| switch | shows | can be limited to | source |',
    '|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

it('are listed in docs/sandbox-switches.md (vitest -u writes it)', async () => {
  const page = [
    '# The switches of the sandbox',
    '',
    'Written from `apps/sandbox/src/world/scenarios/` by its test. How to set one: [docs/sandbox.md](sandbox.md).',
    'Source: the section of what is known of LinkedIn, and how sure that is: [C] certain, [1] one source, [D] disputed,',
    'invented where no capture exists.',
    '',
    ...Object.entries(SCENARIO_GROUPS).map(groupPart),
  ].join('\n');
  await expect(page).toMatchFileSnapshot('../../../../../docs/sandbox-switches.md');
});
