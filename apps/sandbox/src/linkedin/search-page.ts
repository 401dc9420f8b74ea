import type { Person } from '../world/person.ts';
import { placeName } from '../world/person.ts';
import { connectData, named, pendingLink } from './actions.ts';
import { html, type SafeHtml } from './html.ts';
import { emberPage, face, sduiPage } from './layout.ts';
import { composeHref, inviteHref, profileHref } from './links.ts';
import type { ProfileView } from './profile-view.ts';
import { cls } from './style.ts';
import { ordinal, type Words } from './words.ts';

export interface SearchResults {
  keywords: string;
  page: number;
  pages: number;
  total: number;
  origin: string;
  rows: readonly SearchRow[];
  words: Words;
  ember: boolean;
  /** The monthly limit is reached: these are all there is. */
  limited: boolean;
}

interface SearchRow {
  view: ProfileView;
  mutual: readonly Person[];
}

/** People search (facts §3.9, [C]): ten cards, name links beside the outer link, mutual connections below. */
export function searchPage(results: SearchResults): SafeHtml {
  const { keywords, rows, words } = results;
  const title = `"${keywords}" | Search | LinkedIn`;
  if (rows.length > 0 && results.ember) return emberSearchPage(title, results);
  return sduiPage({
    title,
    screen: 'search.SearchResultsPeople',
    main: rows.length === 0 ? nobody(words) : results.limited ? fewResults(results) : manyResults(results),
    script: 'search.js',
    words,
  });
}

function nobody(words: Words): SafeHtml {
  return html`<section class="${cls('CARD')}"><h2>${words.noResults}</h2><p>Try shortening or rephrasing your search.</p></section>`;
}

function manyResults(results: SearchResults): SafeHtml {
  return html`<section class="${cls('CARD')}"><p class="${cls('QUIET')}">About ${results.total} results</p>${list(results)}${pager(results)}</section>`;
}

/** Facts §3.9 [1]: three or four results and the promotion, no pager. */
function fewResults(results: SearchResults): SafeHtml {
  return html`<section class="${cls('CARD')}">${list(results)}<div data-view-name="search-results-promo"><h2>You’ve reached the monthly limit for profile searches</h2><a href="/premium/products/">Try Premium</a></div></section>`;
}

function list({ rows, origin }: SearchResults): SafeHtml {
  return html`<div role="list">${rows.map((row) => resultCard(row, origin))}</div>`;
}

function resultCard({ view, mutual }: SearchRow, origin: string): SafeHtml {
  const { person, degree, words } = view;
  const href = `${origin}${profileHref(person)}`;
  const id = `SearchResults${person.memberNumber}`;
  if (view.is('out-of-network')) return strangerCard(view, id);
  return html`<div role="listitem" id="${id}" componentkey="${id}" class="${cls('ROW')}"><a href="${href}" aria-hidden="true" tabindex="-1">${face(person)}</a>
<div class="${cls('GROW')}" id="SearchResultssnippet_${person.memberNumber}"><p><a href="${href}">${person.fullName}</a> <span>• ${ordinal(words, degree)}</span></p>
<p>${person.headline}</p><p class="${cls('QUIET')}">${placeName(person.place)}</p>${mutualLine(mutual, origin)}</div>
${action(view)}</div>`;
}

/** Facts §3.9 [C]: the title says "LinkedIn Member", and the only link is a headless one to search. */
function strangerCard({ person }: ProfileView, id: string): SafeHtml {
  return html`<div role="listitem" id="${id}" componentkey="${id}" class="${cls('ROW')}"><a href="/search/results/people/?headless=true"><p>LinkedIn Member</p></a><div class="${cls('GROW')}"><p>${person.headline}</p></div></div>`;
}

/** Other people's links in somebody's card [C]. */
function mutualLine(mutual: readonly Person[], origin: string): SafeHtml | false {
  return (
    mutual.length > 0 &&
    html`<p class="${cls('QUIET')}">${mutual.map((other, i) => html`${i > 0 && ', '}<a href="${origin}${profileHref(other)}">${other.fullName}</a>`)} and other mutual connections</p>`
  );
}

function action(view: ProfileView): SafeHtml {
  const { person, relation, style, words } = view;
  if (relation.kind === 'connected') {
    return html`<a href="${composeHref(person, 'SEARCH')}" aria-label="${named(view, 'messageLabel')}" class="${cls('BTN')}">${words.message}</a>`;
  }
  if (relation.kind === 'pending') return pendingLink(view);
  if (style.control === 'menu' || style.control === 'absent') {
    return html`<button type="button" aria-label="${named(view, 'followLabel')}" class="${cls('BTN')}">${words.follow}</button>`;
  }
  return html`<a href="${inviteHref(person, 'search')}" aria-label="${named(view, 'inviteLabel')}"${connectData(view)} class="${cls('BTN')}">${words.connect}</a>`;
}

/** Facts §3.9: the data-testid [C]. */
function pager({ page, pages, words }: SearchResults): SafeHtml {
  const first = Math.max(1, page - 2);
  const numbers = Array.from({ length: Math.min(5, pages - first + 1) }, (_, i) => first + i);
  return html`<div class="${cls('PAGER')}">${numbers.map(
    (number) =>
      html`<button type="button" data-page="${number}" aria-label="Page ${number}" aria-current="${number === page && 'true'}" class="${cls('BTN')}">${number}</button>`,
  )}${page < pages && html`<button type="button" data-page="${page + 1}" data-testid="pagination-controls-next-button-visible" class="${cls('BTN')}"><span><span>${words.next}</span></span></button>`}</div>`;
}

/** The old front end (facts §3.9: the classes [C], from older captures; the rest invented). */
function emberSearchPage(title: string, { rows, page, pages, words }: SearchResults): SafeHtml {
  const items = rows.map(
    ({ view: { person } }) =>
      html`<li class="reusable-search__result-container" data-chameleon-result-urn="urn:li:member:${person.memberNumber}"><span class="entity-result__title-text"><a href="${profileHref(person)}">${person.fullName}</a></span><p>${person.headline}</p></li>`,
  );
  const next = html`<button type="button" data-page="${page + 1}" class="artdeco-pagination__button artdeco-pagination__button--next"${page >= pages && html` disabled`}>${words.next}</button>`;
  const body = html`<main><ul>${items}</ul><div class="artdeco-pagination">${next}</div></main>`;
  return emberPage({ title, body, viewer: rows[0]?.view.person ?? null, words, script: 'search.js' });
}
