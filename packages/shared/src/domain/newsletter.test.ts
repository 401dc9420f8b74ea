import { describe, expect, test } from 'vitest';
import { needsConsent, newsletterChoice, OPT_IN_COUNTRIES } from './newsletter.ts';

const EU = [
  ['at', 'Austria'],
  ['be', 'Belgium'],
  ['bg', 'Bulgaria'],
  ['hr', 'Croatia'],
  ['cy', 'Cyprus'],
  ['cz', 'Czechia'],
  ['dk', 'Denmark'],
  ['ee', 'Estonia'],
  ['fi', 'Finland'],
  ['fr', 'France'],
  ['de', 'Germany'],
  ['gr', 'Greece'],
  ['el', 'Greece, as the EU writes it'],
  ['hu', 'Hungary'],
  ['ie', 'Ireland'],
  ['it', 'Italy'],
  ['lv', 'Latvia'],
  ['lt', 'Lithuania'],
  ['lu', 'Luxembourg'],
  ['mt', 'Malta'],
  ['nl', 'the Netherlands'],
  ['pl', 'Poland'],
  ['pt', 'Portugal'],
  ['ro', 'Romania'],
  ['sk', 'Slovakia'],
  ['si', 'Slovenia'],
  ['es', 'Spain'],
  ['se', 'Sweden'],
] as const;
const EEA_BESIDES = [
  ['is', 'Iceland'],
  ['li', 'Liechtenstein'],
  ['no', 'Norway'],
] as const;
const FURTHER = [
  ['gb', 'Great Britain'],
  ['uk', 'Great Britain, as profiles write it'],
  ['ch', 'Switzerland'],
  ['ca', 'Canada'],
  ['br', 'Brazil'],
  ['au', 'Australia'],
  ['jp', 'Japan'],
  ['kr', 'South Korea'],
  ['nz', 'New Zealand'],
] as const;
const ALL = [...EU, ...EEA_BESIDES, ...FURTHER];

const UNTOUCHED = { stored: false, isDecided: false, defaultToYes: true };

describe('country codes with opt-in marketing law, and unknown ones, keep the stored choice (mission §3)', () => {
  test.each(ALL)('%s (%s)', (code) => {
    for (const country of [code, code.toUpperCase()]) {
      expect(needsConsent(country)).toBe(true);
      for (const stored of [true, false])
        expect(newsletterChoice({ ...UNTOUCHED, countries: [country], stored })).toEqual({
          subscribe: stored,
          applyDefault: false,
        });
    }
  });

  test('the list holds these and no other', () => {
    expect([...OPT_IN_COUNTRIES].sort()).toEqual(ALL.map(([code]) => code as string).sort());
  });

  test.each([
    { what: 'no country', countries: [] },
    { what: 'an unknown one', countries: [null] },
    { what: 'an empty one', countries: [''] },
    { what: 'what is no code', countries: ['usa'] },
    { what: 'one of two that is', countries: ['us', 'de'] },
  ])('$what', ({ countries }) => {
    expect(newsletterChoice({ ...UNTOUCHED, countries })).toEqual({ subscribe: false, applyDefault: false });
  });
});

describe('for others the operator may let it default to yes, once per account (mission §3)', () => {
  const american = { ...UNTOUCHED, countries: ['us', null] };

  test('it defaults to yes where the operator lets it', () => {
    expect(newsletterChoice(american)).toEqual({ subscribe: true, applyDefault: true });
    expect(newsletterChoice({ ...american, defaultToYes: false })).toMatchObject({ subscribe: false });
  });

  test('once decided, the stored choice stands', () => {
    for (const stored of [true, false])
      expect(newsletterChoice({ ...american, stored, isDecided: true })).toEqual({
        subscribe: stored,
        applyDefault: false,
      });
  });
});
