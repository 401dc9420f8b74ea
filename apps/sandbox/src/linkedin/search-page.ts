import type { Person } from '../world/person.ts';
import { placeName } from '../world/person.ts';
import { html, type SafeHtml } from './html.ts';
import { face, sduiPage } from './layout.ts';
import { composeHref, inviteHref, ordinal, profileHref } from './links.ts';
import type { ProfileView } from './profile-view.ts';
import { cls } from './style.ts';

export interface SearchResults {
  keywords: string;
  page: number;
  pages: number;
  total: number;
  origin: string;
  rows: readonly { view: ProfileView; mutual: readonly Person[] }[];
}

/** People search (facts §3.9, [C]): ten cards, name links beside the outer link, mutual connections below. */
export function searchPage(results: SearchResults): SafeHtml {
  const { keywords, rows, total, origin } = results;
  return sduiPage({
    title: `"${keywords}" | Search | LinkedIn`,
    screen: 'search.SearchResultsPeople',
    main:
      rows.length === 0
        ? html`<section class="${cls('CARD')}"><h2>No results found</h2><p>Try shortening or rephrasing your search.</p></section>`
        : html`<section class="${cls('CARD')}"><p class="${cls('QUIET')}">About ${total} results</p><div role="list">${rows.map((row) => resultCard(row.view, row.mutual, origin))}</div>${pager(results)}</section>`,
    script: 'search.js',
  });
}

function resultCard(view: ProfileView, mutual: readonly Person[], origin: string): SafeHtml {
  const { person, degree } = view;
  const href = `${origin}${profileHref(person)}`;
  return html`<div role="listitem" id="SearchResults${person.memberNumber}" componentkey="SearchResults${person.memberNumber}" class="${cls('ROW')}"><a href="${href}" aria-hidden="true" tabindex="-1">${face(person)}</a>
<div class="${cls('GROW')}" id="SearchResultssnippet_${person.memberNumber}"><p><a href="${href}">${person.fullName}</a> <span>• ${ordinal(degree)}</span></p>
<p>${person.headline}</p><p class="${cls('QUIET')}">${placeName(person.place)}</p>
${mutual.length > 0 && html`<p class="${cls('QUIET')}">${mutual.map((other, i) => html`${i > 0 && ', '}<a href="${origin}${profileHref(other)}">${other.fullName}</a>`)} and other mutual connections</p>`}</div>
${action(view)}</div>`;
}

function action({ person, relation, style }: ProfileView): SafeHtml {
  if (relation.kind === 'connected') {
    return html`<a href="${composeHref(person, 'SEARCH')}" aria-label="Message ${person.fullName}" class="${cls('BTN')}">Message</a>`;
  }
  if (relation.kind === 'pending') {
    return html`<a href="${profileHref(person)}" aria-label="Pending, click to withdraw invitation sent to ${person.fullName}" class="${cls('BTN')}">Pending</a>`;
  }
  if (style.control !== 'link') {
    return html`<button type="button" aria-label="Follow ${person.fullName}" class="${cls('BTN')}">Follow</button>`;
  }
  return html`<a href="${inviteHref(person, 'search')}" aria-label="Invite ${person.fullName} to connect" class="${cls('BTN')}">Connect</a>`;
}

function pager({ page, pages }: SearchResults): SafeHtml {
  const first = Math.max(1, page - 2);
  const numbers = Array.from({ length: Math.min(5, pages - first + 1) }, (_, i) => first + i);
  return html`<div class="${cls('PAGER')}">${numbers.map(
    (number) =>
      html`<button type="button" data-page="${number}" aria-label="Page ${number}" aria-current="${number === page && 'true'}" class="${cls('BTN')}">${number}</button>`,
  )}${page < pages && html`<button type="button" data-page="${page + 1}" data-testid="pagination-controls-next-button-visible" class="${cls('BTN')}"><span><span>Next</span></span></button>`}</div>`;
}
