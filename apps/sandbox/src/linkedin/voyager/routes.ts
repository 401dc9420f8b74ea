import express, { Router } from 'express';
import type { World } from '../../world/world.ts';
import { type Answer, type Call, refused, voyagerCall } from './access.ts';
import {
  postInvitationAnswer,
  postInvite,
  postServerRequest,
  readConnections,
  readSentInvitations,
} from './invitations.ts';
import { postMessage, readMessaging } from './messaging.ts';
import { readMe, readProfile, readRelationship } from './profile.ts';

/** The internal API of the site, below `/voyager/api`. */
export function voyagerRoutes(world: World): Router {
  const router = Router();
  const call = (handler: (call: Call) => Answer) => voyagerCall(world, handler);
  // The site posts messages as text/plain (facts §4.10), so the content type says nothing.
  router.use(express.json({ type: () => true }));
  router.get('/identity/dash/profiles', call(readProfile));
  router.get('/me', call(readMe));
  router.get('/voyagerRelationshipsDashMemberRelationships/:urn', call(readRelationship));
  router.post('/voyagerRelationshipsDashMemberRelationships', call(postInvite));
  router.post('/voyagerRelationshipsDashInvitations/:urn', call(postInvitationAnswer));
  router.get('/voyagerRelationshipsDashSentInvitationViews', call(readSentInvitations));
  router.get('/relationships/dash/connections', call(readConnections));
  router.get('/voyagerMessagingGraphQL/graphql', call(readMessaging));
  router.post('/voyagerMessagingDashMessengerMessages', call(postMessage));
  router.use(call(() => refused({ status: 404, code: 'NOT_FOUND' })));
  return router;
}

/** What the pages of the new front end ask for their writes, below `/flagship-web` (facts §4.4, [1]). */
export function serverRequestRoutes(world: World): Router {
  const router = Router();
  router.use(express.json({ type: () => true }));
  router.post('/rsc-action/actions/server-request', voyagerCall(world, postServerRequest));
  return router;
}
