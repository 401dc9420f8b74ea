import { inventedPosition, inventedProfile } from '@fairlead/testing/people';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Profile, profilePath, profileText, publicIdFromUrl } from './profile.ts';

const BASE = 'https://network.example';

describe('profileText', () => {
  test('has the parts in their order, lower-cased', () => {
    const profile = inventedProfile(1, {
      headline: 'HEADLINE',
      summary: 'Summary',
      locationName: 'Location',
      industry: 'Industry',
      positions: [
        inventedPosition(1, { title: 'T1', companyName: 'C1', location: 'L1', description: 'D1' }),
        inventedPosition(2, { title: 'T2', companyName: null, location: null, description: 'D2' }),
      ],
      educations: [{ schoolName: 'School', degree: 'Degree', field: 'Field', start: null, end: null }],
    });
    expect(profileText(profile)).toBe(
      'headline summary location industry t1 c1 l1 d1 t2 d2 school degree field',
    );
  });

  test('is empty, without stray spaces, when nothing is known', () => {
    const bare = { headline: null, summary: '', locationName: null, industry: null, positions: [] };
    expect(profileText(inventedProfile(1, bare))).toBe('');
  });

  test('does not name the person', () => {
    const profile = inventedProfile(1, { firstName: 'Zebulon', fullName: 'Zebulon Quist' });
    expect(profileText(profile)).not.toContain('zebulon');
  });
});

describe('publicIdFromUrl', () => {
  test.each([
    ['/in/ines-quintela', 'ines-quintela'],
    ['/in/ines-quintela/', 'ines-quintela'],
    ['/in/ines-quintela/details/experience/', 'ines-quintela'],
    ['/in/ines-quintela?miniProfileUrn=x', 'ines-quintela'],
    ['/in/ines-quintela/#top', 'ines-quintela'],
    [`${BASE}/in/ines-quintela/?a=b#c`, 'ines-quintela'],
    ['/in/in%C3%AAs-quintela/', 'inês-quintela'],
    ['/in/inês-quintela/', 'inês-quintela'],
  ])('%s names %s', (link, publicId) => {
    expect(publicIdFromUrl(link, BASE)).toBe(publicId);
  });

  test.each([
    '/company/in/ines',
    '/sales/in/ines',
    '/inbox/ines',
    '/in/',
    '/in',
    '/in//details/',
    '/IN/ines',
    '/search/?q=/in/ines',
    'mailto:ines@fairlead.example',
    'javascript:void(0)',
    'https://',
    '/in/%E0%A4%A/',
    '/in/%FF/',
    '/in/a%00b/',
  ])('%s names nobody', (link) => {
    expect(publicIdFromUrl(link, BASE)).toBeNull();
  });

  test('reads back every path that profilePath writes', () => {
    const slugs = fc.string({ minLength: 1, unit: 'grapheme' }).filter((slug) => !/^\.+$|\0/.test(slug));
    fc.assert(
      fc.property(slugs, (publicId) => {
        expect(publicIdFromUrl(profilePath(publicId), BASE)).toBe(publicId);
      }),
    );
  });
});

test('an invented profile is one the schema accepts', () => {
  expect(Profile.parse(inventedProfile(1))).toEqual(inventedProfile(1));
});
