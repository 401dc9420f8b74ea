import type { Person } from '../world/person.ts';
import { html, type SafeHtml } from './html.ts';
import { face, sduiPage } from './layout.ts';
import { profileHref } from './links.ts';
import { sidebar } from './profile-page.ts';
import { cls } from './style.ts';
import type { Words } from './words.ts';

/** `/feed/` (facts §1.5, [C] for the markers; the posts are invented). */
export function feedPage(
  me: Person,
  authors: readonly Person[],
  others: readonly Person[],
  words: Words,
): SafeHtml {
  return sduiPage({
    title: 'Feed | LinkedIn',
    screen: 'feed.MainFeed',
    main: html`<section class="${cls('CARD')}"><div class="${cls('ROW')}">${face(me)}<div><a href="${profileHref(me)}"><strong>${me.fullName}</strong></a><p class="${cls('QUIET')}">${me.headline}</p></div></div></section>
<div data-testid="mainFeed">${authors.map(post)}</div>`,
    sidebar: sidebar(others, words),
    words,
    script: 'feed.js',
  });
}

function post(author: Person): SafeHtml {
  const text = author.summary ?? author.career[0]?.description ?? `Looking forward to a good week at work.`;
  return html`<article class="${cls('CARD')}"><div class="${cls('ROW')}">${face(author)}<div><a href="${profileHref(author)}">${author.fullName}</a><p class="${cls('QUIET')}">${author.headline}</p></div></div><p>${text}</p></article>`;
}
