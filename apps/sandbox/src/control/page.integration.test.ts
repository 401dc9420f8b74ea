import { manualClock } from '@fairlead/shared/runtime/clock';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../server.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ people: 60, wallClock: manualClock(NOW), start: NOW });
});

afterAll(() => sandbox.close());

async function page(query = ''): Promise<string> {
  return (await fetch(`${sandbox.url}/__sandbox/${query}`)).text();
}

/** Sends a form as a browser does, and returns the page it leads to. */
async function submit(path: string, fields: Record<string, string>): Promise<string> {
  const response = await fetch(`${sandbox.url}/__sandbox/page/${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  expect(response.status).toBe(200);
  return response.text();
}

it('lists every switch without a script', async () => {
  const text = await page();
  expect(text).toContain('<code>pending-despite-429</code>');
  expect(text).toContain('§3.5 [D]');
  expect(text).not.toContain('<script');
});

it('sets a switch for whom it is aimed at, and leaves out what the switch does not know', async () => {
  const person = sandbox.world.people[0]?.slug ?? '';
  const aim = { account: 'kim@example.com', person, probability: '' };
  expect(await submit('scenario', { ...aim, scenario: 'weekly-limit', on: 'true' })).toContain(
    `kim@example.com · ${person}`,
  );
  await submit('scenario', { ...aim, scenario: 'lazy-lists', on: 'true' });
  await submit('scenario', { ...aim, scenario: 'login-new', on: 'true' });
  expect(
    sandbox.world.scenarios.list().map(({ name, target }) => [name, target.account, target.memberId]),
  ).toEqual([
    ['weekly-limit', 'kim@example.com', sandbox.world.people[0]?.memberId],
    ['lazy-lists', 'kim@example.com', undefined],
    ['login-new', undefined, undefined],
  ]);
  await submit('scenario', { ...aim, scenario: 'weekly-limit', on: 'false' });
  expect(
    sandbox.world.scenarios.isOn('weekly-limit', 'kim@example.com', sandbox.world.people[0]?.memberId),
  ).toBe(false);
});

it('shows what is wrong on the page, and names the switch', async () => {
  const text = await submit('scenario', { scenario: 'incoming', on: 'true', account: 'kim@example.com' });
  expect(text).toContain('switch &quot;incoming&quot;: it needs a person');
  expect(await submit('scenario', { scenario: 'private', on: 'true', person: 'nobody' })).toContain(
    'nobody has the slug',
  );
});

it('moves time, finds people and escapes what it is given', async () => {
  await submit('time', { advanceHours: '24' });
  expect(await page()).toContain('2026-03-03 09:00 UTC');
  const [someone] = sandbox.world.people;
  expect(await page(`?q=${encodeURIComponent(someone?.fullName ?? '')}`)).toContain(someone?.slug);
  expect(await page('?q=%3Cscript%3E')).not.toContain('<script>');
});
