import { expect, it } from 'vitest';
import { html } from './html.ts';

it('escapes values, in text and in attributes, but not markup of its own', () => {
  const name = `<b>"Mara" & 'Quill'</b>`;
  const inner = html`<i>${name}</i>`;
  expect(html`<p title="${name}">${inner}${[inner, null, false, 0]}</p>`.text).toBe(
    '<p title="&lt;b&gt;&quot;Mara&quot; &amp; &#39;Quill&#39;&lt;/b&gt;">' +
      '<i>&lt;b&gt;&quot;Mara&quot; &amp; &#39;Quill&#39;&lt;/b&gt;</i>'.repeat(2) +
      '0</p>',
  );
});
