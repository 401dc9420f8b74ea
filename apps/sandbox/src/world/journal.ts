/** What the sandbox truly received, to compare with what Fairlead believes. */
export interface JournalInvite {
  at: Date;
  account: string;
  memberId: string;
  publicId: string;
  note: string | null;
}

export interface JournalMessage {
  at: Date;
  account: string;
  memberId: string;
  publicId: string;
  text: string;
}

export interface JournalWithdrawal {
  at: Date;
  account: string;
  memberId: string;
  publicId: string;
}

export interface Journal {
  /** Invitations that went out, oldest first. */
  invites: JournalInvite[];
  messages: JournalMessage[];
  /** Invitations that were taken back. */
  withdrawals: JournalWithdrawal[];
  /** Invite requests for a person this account had already invited or was connected to; all are refused. */
  duplicateInvites: number;
  /** Messages with the same text to the same person, or a second one to a person who has not answered. */
  duplicateMessages: number;
}

export function emptyJournal(): Journal {
  return { invites: [], messages: [], withdrawals: [], duplicateInvites: 0, duplicateMessages: 0 };
}

/** True when this account has sent this person an invitation before. */
export function hasInvited(journal: Journal, account: string, memberId: string): boolean {
  return journal.invites.some((invite) => invite.account === account && invite.memberId === memberId);
}
