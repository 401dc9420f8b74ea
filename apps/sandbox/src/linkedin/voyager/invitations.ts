import { z } from 'zod';
import type { Account } from '../../world/accounts.ts';
import { connectionsOf, relationOf, sentInvitationsOf } from '../../world/network.ts';
import { type Person, profileUrn } from '../../world/person.ts';
import type { ScenarioName } from '../../world/scenarios/table.ts';
import type { World } from '../../world/world.ts';
import { answerInvite, pendingRow, sendInvite, withdrawInvite } from '../../world/writes.ts';
import { wordsOf } from '../visit.ts';
import { sentLabel } from '../words.ts';
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
  const { isOn } = world.scenarios;
  const is = (name: ScenarioName): boolean => isOn(name, account.email, person.memberId);
  if (is('invite-swallowed')) return ok({ data: {}, included: [] });
  const result = sendInvite(world, account, person, customMessage ?? null);
  if (!result.ok) {
    const answer = refused(result.refusal);
    if (result.refusal.code !== 'CHALLENGE_REQUIRED') return answer;
    return { ...answer, body: { ...Object(answer.body), challengeUrl: '/checkpoint/challenge/write' } };
  }
  if (is('invite-answer-lost')) return refused({ status: 500, code: 'INTERNAL' });
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

/** `POST /voyagerRelationshipsDashInvitations/<urn>?action=accept|ignore|withdraw` (facts §4.6, [D], ignore invented). */
export function postInvitationAnswer({ world, account, req }: Call): Answer {
  const invitationId = String(req.params.urn).replace('urn:li:fsd_invitation:', '');
  const action = z.enum(['accept', 'ignore', 'withdraw']).safeParse(req.query.action);
  if (!action.success) return refused({ status: 400, code: 'BAD_REQUEST' });
  if (action.data === 'withdraw') return withdrawAs(world, account, pendingRow(world, account, invitationId));
  if (!answerInvite(world, account, invitationId, action.data)) {
    return refused({ status: 406, code: 'NOT_ACCEPTABLE' });
  }
  return ok({ data: {}, included: [] });
}

const ServerRequest = z.object({ memberId: z.string() });

/**
 * `POST /flagship-web/rsc-action/actions/server-request?sduiid=…addaWithdrawInvitation` (facts §4.4, [1]: the
 * address; the body and the answer are invented, the real ones are no JSON).
 */
export function postServerRequest({ world, account, req }: Call): Answer {
  const body = ServerRequest.safeParse(req.body);
  const isWithdrawal = String(req.query.sduiid).endsWith('.addaWithdrawInvitation');
  if (!isWithdrawal || !body.success) return refused({ status: 400, code: 'BAD_REQUEST' });
  return withdrawAs(world, account, world.byMemberId.get(body.data.memberId) ?? null);
}

function withdrawAs(world: World, account: Account, person: Person | null): Answer {
  const relation = person && relationOf(world, account, person);
  if (!person || relation?.kind !== 'pending') return refused({ status: 406, code: 'NOT_ACCEPTABLE' });
  const is = (name: ScenarioName): boolean => world.scenarios.isOn(name, account.email, person.memberId);
  if (is('withdraw-refused')) return refused({ status: 406, code: 'NOT_ACCEPTABLE' });
  if (!is('withdraw-swallowed')) withdrawInvite(world, account, relation.invitationId);
  if (is('withdraw-answer-lost')) return refused({ status: 500, code: 'INTERNAL' });
  return ok({ data: { value: 'Invitation withdrawn' } });
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
      sentTimeLabel: sentLabel(wordsOf(world, account), relation.invitedAt, world.clock.now()),
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
  if (world.scenarios.isOn('decoration-rotated', account.email)) {
    return refused({ status: 400, code: 'BAD_REQUEST' });
  }
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
