import { expect, it } from 'vitest';
import { publicIdsIn } from './links.ts';

const BASE = 'https://site.example';

it('keeps profile links of this site, once, without query and fragment', () => {
  const hrefs = [
    '/in/mara-quill/?trk=x',
    'https://site.example/in/mara-quill#top',
    'https://site.example/in/jo%C3%A3o-mar/overlay/contact-info/',
    'https://elsewhere.example/in/stranger/',
    'https://site.example/company/harbour/',
    '/in/me/',
    '/in/unavailable/',
    '/in/',
    'javascript:void(0)',
    'https://',
    '/in/%E0%A4%A/',
  ];
  expect(publicIdsIn(hrefs, BASE)).toEqual(['mara-quill', 'joão-mar']);
});
