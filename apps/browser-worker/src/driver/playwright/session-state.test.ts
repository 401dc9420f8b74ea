import { expect, it } from 'vitest';
import { restorableState } from './session-state.ts';

function cookie(name: string, domain: string): Record<string, unknown> {
  return {
    name,
    value: 'v',
    domain,
    path: '/',
    expires: -1,
    httpOnly: false,
    secure: true,
    sameSite: 'None',
  };
}

it('keeps the host’s JSESSIONID of two', () => {
  const state = {
    cookies: [
      cookie('li_at', '.www.site.example'),
      cookie('JSESSIONID', '.site.example'),
      cookie('JSESSIONID', '.www.site.example'),
    ],
    origins: [],
  };
  expect(restorableState(state).cookies.map(({ name, domain }) => [name, domain])).toEqual([
    ['li_at', '.www.site.example'],
    ['JSESSIONID', '.www.site.example'],
  ]);
});

it('keeps a lone JSESSIONID wherever it is set', () => {
  const state = { cookies: [cookie('JSESSIONID', '127.0.0.1')], origins: [] };
  expect(restorableState(state).cookies).toHaveLength(1);
});

it('refuses what is no storage state', () => {
  expect(() => restorableState({ cookies: 'x' })).toThrow();
});
