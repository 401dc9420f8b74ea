import { z } from 'zod';
import { connectionsOf, relationOf, sentInvitationsOf } from '../../world/network.ts';
import { profileUrn } from '../../world/person.ts';
import { answerInvite, sendInvite } from '../../world/writes.ts';
import { sentLabel } from '../invitations-page.ts';
import { type Answer, type Call, ok, refused } from './access.ts';
import { type Entity, rootCollection } from './entities.ts';
import { smallProfileEntity } from './profile-entities.ts';
import { invitationEntity } from './relationship.ts';

const InviteBody = z.object({
  invitee: z.object({ inviteeUnion: z.object({ memberProfile: z.string() }) }),
  customMessage: z.string().optional(),
});

/** `POST …?action=verifyQuotaAndCreateV2` (facts §4.4, [C]). */
export function postInvite({ world, account, req }: Call): Answer {
  const body = InviteBody.safeParse(req.body);
  if (req.query.action !== 'verifyQuotaAndCreateV2' || !body.success) {
    return refused({ status: 400, code: 'BAD_REQUEST' });
  }
  const { invitee, customMessage } = body.data;
  const person = world.byMemberId.get(invitee.inviteeUnion.memberProfile.slice(profileUrn('').length));
  if (!person) return refused({ status: 404, code: 'NOT_FOUND' });
  const result = sendInvite(world, account, person, customMessage ?? null);
  if (!result.ok) return refused(result.refusal);
  const urn = `urn:li:fsd_invitation:${result.invitationId}`;
  const invitation = invitationEntity(relationOf(world, account, person), person.memberId);
  return ok({
    data: {
      value: {
        invitationUrn: urn,
        '*invitation': urn,
        $type: 'com.linkedin.voyager.dash.relationships.invitation.InvitationCreationResult',
      },
      $type: 'com.linkedin.restli.common.ActionResponse',
    },
    included: invitation ? [invitation] : [],
  });
}

/** `POST /voyagerRelationshipsDashInvitations/<urn>?action=accept|ignore` (facts §4.6, accept [D], ignore invented). */
export function postInvitationAnswer({ world, account, req }: Call): Answer {
  const invitationId = String(req.params.urn).replace('urn:li:fsd_invitation:', '');
  const answer = z.enum(['accept', 'ignore']).safeParse(req.query.action);
  if (!answer.success) return refused({ status: 400, code: 'BAD_REQUEST' });
  if (!answerInvite(world, account, invitationId, answer.data)) {
    return refused({ status: 406, code: 'NOT_ACCEPTABLE' });
  }
  return ok({ data: {}, included: [] });
}

/** `GET /voyagerRelationshipsDashSentInvitationViews` (facts §4.5, [1]). */
export function readSentInvitations({ world, account, req }: Call): Answer {
  if (req.query.decorationId !== undefined) return refused({ status: 400, code: 'BAD_REQUEST' });
  const rows = sentInvitationsOf(world, account).map(
    ({ person, relation }): Entity => ({
      entityUrn: `urn:li:fsd_sentInvitationView:${relation.invitationId}`,
      title: { text: person.fullName },
      subtitle: { text: person.headline },
      cardActionTarget: `https://www.linkedin.com/in/${encodeURIComponent(person.slug)}`,
      sentTimeLabel: sentLabel(relation.invitedAt, world.clock.now()),
      invitationUrn: `urn:li:fsd_invitation:${relation.invitationId}`,
      $type: 'com.linkedin.voyager.dash.relationships.invitation.SentInvitationView',
    }),
  );
  const page = pageOf(req.query, rows);
  return ok({
    data: rootCollection(
      page.map((row) => row.entityUrn),
      { start: 0, total: 0 },
    ),
    included: page,
  });
}

/** `GET /relationships/dash/connections`, newest first, paging without total (facts §4.7, [C]). */
export function readConnections({ world, account, req }: Call): Answer {
  const page = pageOf(req.query, connectionsOf(world, account));
  const urns = page.map(({ person }) => `urn:li:fsd_connection:${person.memberId}`);
  return ok({
    data: rootCollection(urns, { start: Number(req.query.start ?? 0), count: page.length }),
    included: page.flatMap(({ person, since }, i): Entity[] => [
      {
        entityUrn: urns[i] ?? '',
        createdAt: since.getTime(),
        connectedMember: profileUrn(person.memberId),
        '*connectedMemberResolutionResult': profileUrn(person.memberId),
        $type: 'com.linkedin.voyager.dash.relationships.Connection',
      },
      { ...smallProfileEntity(person), memorialized: false, profilePicture: null },
    ]),
  });
}

function pageOf<T>(query: Record<string, unknown>, rows: readonly T[]): T[] {
  const start = Number(query.start ?? 0) || 0;
  const count = Number(query.count ?? 40) || 40;
  return rows.slice(start, start + count);
}
