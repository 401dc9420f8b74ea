/** What there is between an account and a person. Pure: the caller keeps the result. */
export type Relation =
  | { kind: 'none' }
  | {
      kind: 'pending';
      invitationId: string;
      invitedAt: Date;
      /** When the person will accept; null: never. */
      acceptsAt: Date | null;
      note: string | null;
    }
  | { kind: 'incoming'; invitationId: string }
  | { kind: 'connected'; since: Date };

/** Why LinkedIn refuses a write: the HTTP status and the code of its body. */
export interface Refusal {
  status: number;
  code: string;
}

const HOUR_MS = 3_600_000;

/** The relation as it stands at `now`: a pending invitation whose time has come is a connection. */
export function settleRelation(relation: Relation, now: Date): Relation {
  if (relation.kind !== 'pending' || relation.acceptsAt === null || relation.acceptsAt > now) return relation;
  return { kind: 'connected', since: relation.acceptsAt };
}

/** Null when an invitation may be sent from this state. Codes of "already pending" are disputed (facts §4.4). */
export function refusalOfInvite(relation: Relation): Refusal | null {
  switch (relation.kind) {
    case 'none':
      return null;
    case 'pending':
      return { status: 406, code: 'INVITATION_ALREADY_PENDING' };
    case 'incoming':
      return { status: 406, code: 'INVITATION_RECEIVED' };
    case 'connected':
      return { status: 403, code: 'CANT_INVITE_CONNECTION' };
  }
}

/** The invitation just sent; the person accepts after `acceptAfterHours` of virtual time. */
export function pendingSince(
  invitedAt: Date,
  invitationId: string,
  acceptAfterHours: number | null,
  note: string | null,
): Relation {
  const acceptsAt =
    acceptAfterHours === null ? null : new Date(invitedAt.getTime() + acceptAfterHours * HOUR_MS);
  return { kind: 'pending', invitationId, invitedAt, acceptsAt, note };
}
