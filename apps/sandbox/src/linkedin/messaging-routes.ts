import { type Request, Router } from 'express';
import { connectionsOf, findPerson, relationOf } from '../world/network.ts';
import { type Person, profileUrn } from '../world/person.ts';
import type { World } from '../world/world.ts';
import { threadsOf, threadWith } from '../world/writes.ts';
import { messagingPage, type Pane } from './messaging-page.ts';
import { asMember, sendHtml, type Visit } from './visit.ts';

/** Inbox, threads and the composer. */
export function messagingRoutes(world: World): Router {
  const router = Router();
  const show = (paneOf: (visit: Visit, req: Request) => Pane | null) =>
    asMember(world, (visit, req, res) => {
      const pane = paneOf(visit, req);
      if (!pane) {
        res.redirect(302, '/messaging/');
        return;
      }
      if (pane.kind === 'thread') pane.thread.unread = 0;
      sendHtml(res, messagingPage(visit, threadsOf(world, visit.account), pane));
    });

  router.get('/messaging', show(inboxPane));
  router.get(['/messaging/thread/new', '/messaging/compose'], show(composePane));
  router.get(
    '/messaging/thread/:id',
    show((visit, req) => threadPane(visit, String(req.params.id))),
  );
  return router;
}

/** Believed to open the first thread and to mark it read (facts §1.2, [D]). */
function inboxPane({ world, account }: Visit): Pane {
  const [thread] = threadsOf(world, account);
  return thread ? { kind: 'thread', thread } : { kind: 'empty' };
}

function threadPane({ world, account }: Visit, id: string): Pane | null {
  const thread = threadsOf(world, account).find((candidate) => candidate.id === id);
  return thread ? { kind: 'thread', thread } : null;
}

/** Both ways of naming the recipient: member id, or URN (facts §1.2, [C]). */
function composePane(visit: Visit, req: Request): Pane {
  const { world, account } = visit;
  const wanted = String(req.query.recipient ?? req.query.profileUrn ?? '');
  const named = findPerson(
    world,
    account,
    wanted.slice(wanted.startsWith('urn:') ? profileUrn('').length : 0),
  );
  const person =
    named && visit.is('thread-of-another', named.memberId) ? anotherConnection(visit, named) : named;
  if (!person) return { kind: 'pick', connections: connectionsOf(world, account).map((row) => row.person) };
  if (visit.is('inmail', person.memberId)) return { kind: 'compose', recipient: person };
  if (relationOf(world, account, person).kind !== 'connected') return { kind: 'premium', recipient: person };
  if (visit.is('no-composer', person.memberId)) return { kind: 'hello', recipient: person };
  const thread = threadWith(world, account, person);
  return thread ? { kind: 'thread', thread } : { kind: 'compose', recipient: person };
}

function anotherConnection({ world, account }: Visit, person: Person): Person {
  return connectionsOf(world, account).find((row) => row.person !== person)?.person ?? person;
}
