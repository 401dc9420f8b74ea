import { seededRandom, shuffle } from '@fairlead/shared/runtime/random';
import { type Response, Router } from 'express';
import { connectionsOf, findPerson, sentInvitationsOf } from '../world/network.ts';
import type { Person } from '../world/person.ts';
import { PAGE_SIZE } from '../world/search.ts';
import type { World } from '../world/world.ts';
import { connectionsPage } from './connections-page.ts';
import { feedPage } from './feed-page.ts';
import { receivedInvitationsPage, sentInvitationsPage } from './invitations-page.ts';
import { customInvitePage } from './invite-dialog.ts';
import { profileHref } from './links.ts';
import { profilePage } from './profile-page.ts';
import { viewOf } from './profile-view.ts';
import { searchPage } from './search-page.ts';
import { asMember, sendHtml, type Visit } from './visit.ts';

/** The pages of the new front end, and the invitation page of the old one. */
export function pageRoutes(world: World): Router {
  const router = Router();
  router.get('/', (_req, res) => res.redirect(302, '/feed/'));
  router.get(
    '/feed',
    asMember(world, (visit, _req, res) => {
      const people = someOthers(visit, 'feed', 13);
      sendHtml(res, feedPage(visit.account.me, people.slice(0, 8), people.slice(8), visit.words));
    }),
  );
  router.get(
    '/in/me',
    asMember(world, ({ account }, _req, res) => res.redirect(302, profileHref(account.me))),
  );
  router.get(
    '/in/:slug',
    asMember(world, (visit, req, res) => showProfile(visit, String(req.params.slug), res)),
  );
  router.get(
    '/search/results/people',
    asMember(world, (visit, req, res) => {
      const page = Math.max(1, Number.parseInt(String(req.query.page ?? '1'), 10) || 1);
      sendHtml(res, searchFor(visit, String(req.query.keywords ?? ''), page));
    }),
  );
  router.get(
    ['/preload/custom-invite', '/preload/search-custom-invite'],
    asMember(world, (visit, req, res) => {
      const person = findPerson(world, visit.account, String(req.query.vanityName ?? ''));
      if (!person) {
        res.redirect(302, '/404/');
        return;
      }
      const [another = person] = someOthers(visit, person.slug, 1);
      const invitee = visit.is('dialog-of-another', person.memberId) ? another : person;
      sendHtml(res, customInvitePage(visit.account.me, viewOf(world, visit.account, person), invitee));
    }),
  );
  router.get(
    ['/mynetwork/invitation-manager/sent', '/mynetwork/invitation-manager/sent/CONNECTION'],
    asMember(world, (visit, _req, res) =>
      sendHtml(res, sentInvitationsPage(visit, sentInvitationsOf(world, visit.account))),
    ),
  );
  router.get(
    '/mynetwork/invitation-manager/received',
    asMember(world, (visit, _req, res) => sendHtml(res, receivedInvitationsPage(visit))),
  );
  router.get(
    '/mynetwork/invite-connect/connections',
    asMember(world, (visit, _req, res) =>
      sendHtml(res, connectionsPage(visit, connectionsOf(world, visit.account).slice(0, 40))),
    ),
  );
  router.get('/favicon.ico', (_req, res) => {
    res.status(204).end();
  });
  router.get(
    '/{*rest}',
    asMember(world, (_visit, _req, res) => res.redirect(302, '/404/')),
  );
  return router;
}

function showProfile(visit: Visit, slug: string, res: Response): void {
  const { world, account } = visit;
  const renamed = world.formerSlugs.get(slug);
  if (renamed) {
    res.redirect(302, profileHref(renamed));
    return;
  }
  const person = world.bySlug.get(slug);
  const view = person && viewOf(world, account, person);
  if (view?.status === 200) sendHtml(res, profilePage(view, someOthers(visit, slug, 5)));
  // Facts §1.2 [C]: the new page, and the old one.
  else res.redirect(302, view?.is('gone-old-page') ? '/in/unavailable/' : '/404/');
}

/** Facts §3.9 [1]: with the monthly limit reached there are three or four. */
const RESULTS_AT_LIMIT = 3;

function searchFor(visit: Visit, keywords: string, page: number): ReturnType<typeof searchPage> {
  const { world, account, origin, words } = visit;
  const limited = visit.is('search-limit');
  const all = visit.is('search-nothing') ? [] : world.index.find(keywords);
  const found = limited ? all.slice(0, RESULTS_AT_LIMIT) : all;
  const shown = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return searchPage({
    keywords,
    page,
    pages: Math.ceil(found.length / PAGE_SIZE),
    total: found.length,
    origin,
    words,
    ember: visit.is('ember'),
    limited,
    rows: shown.map((person, i) => ({
      view: viewOf(world, account, person),
      mutual: i % 3 === 0 && person.initialDegree === 2 ? someOthers(visit, person.slug, 2) : [],
    })),
  });
}

/** A few open people, always the same for the same occasion: somebody's slug, who is then left out. */
function someOthers({ world }: Visit, occasion: string, count: number): Person[] {
  const random = seededRandom(`${world.seed}:others:${occasion}`);
  const start = Math.floor(random.next() * world.people.length);
  const around = [...world.people.slice(start, start + 40), ...world.people.slice(0, 40)];
  return shuffle(
    random,
    around.filter((person) => person.access === 'open' && person.slug !== occasion),
  ).slice(0, count);
}
