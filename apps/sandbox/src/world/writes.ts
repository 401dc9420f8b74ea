import type { Account } from './accounts.ts';
import { hasInvited } from './journal.ts';
import { relationOf } from './network.ts';
import type { Person } from './person.ts';
import { pendingSince, type Refusal, refusalOfInvite } from './relationships.ts';
import { settleThread, type Thread, type ThreadMessage } from './threads.ts';
import type { World } from './world.ts';

/** LinkedIn publishes none; tools count on about a hundred in seven days (facts §5). */
const WEEKLY_INVITES = 100;
const WEEK_MS = 7 * 86_400_000;
const BY_HAND_AGE_MS = 2 * 86_400_000;
const MAX_NOTE_CHARS = 300;
const MAX_MESSAGE_CHARS = 8000;

export type InviteResult = { ok: true; invitationId: string } | { ok: false; refusal: Refusal };

/** Sends an invitation as LinkedIn would, and writes the journal. */
export function sendInvite(
  world: World,
  account: Account,
  person: Person,
  note: string | null,
): InviteResult {
  const refusal = refusalFor(world, account, person, note);
  if (refusal) return { ok: false, refusal };
  const now = world.clock.now();
  const invitationId = nextInvitationId(world);
  account.relations.set(
    person.memberId,
    pendingSince(now, invitationId, person.behaviour.acceptAfterHours, note),
  );
  const { memberId, slug: publicId } = person;
  world.journal.invites.push({ at: now, account: account.email, memberId, publicId, note });
  return { ok: true, invitationId };
}

function refusalFor(world: World, account: Account, person: Person, note: string | null): Refusal | null {
  if (person === account.me) return { status: 500, code: 'CANT_INVITE_SELF' };
  const relation = relationOf(world, account, person);
  const byState = refusalOfInvite(relation);
  if (relation.kind === 'incoming') return byState;
  if (byState || hasInvited(world.journal, account.email, person.memberId)) {
    world.journal.duplicateInvites += 1;
    return byState ?? { status: 400, code: 'CANT_RESEND_YET' };
  }
  const planned = world.scenarios
    .concerning(account.email, person.memberId)
    .find((scenario) => scenario.inviteRefusal);
  if (planned?.inviteRefusal) return planned.inviteRefusal;
  if (person.access !== 'open') return { status: 403, code: 'CANT_INVITE' };
  if (note !== null && note.length > MAX_NOTE_CHARS) return { status: 400, code: 'CUSTOM_MESSAGE_TOO_LONG' };
  if (note !== null && world.scenarios.isOn('note-limit-code', account.email, person.memberId)) {
    return { status: 429, code: 'CUSTOM_INVITE_LIMIT_REACHED' };
  }
  if (invitesInLastWeek(world, account) >= WEEKLY_INVITES) {
    return { status: 429, code: 'FUSE_LIMIT_EXCEEDED' };
  }
  return null;
}

function invitesInLastWeek(world: World, account: Account): number {
  const since = world.clock.now().getTime() - WEEK_MS;
  return world.journal.invites.filter(
    (invite) => invite.account === account.email && invite.at.getTime() > since,
  ).length;
}

/** The person invites the account first. */
export function receiveInvite(world: World, account: Account, person: Person): void {
  account.relations.set(person.memberId, { kind: 'incoming', invitationId: nextInvitationId(world) });
}

/** An invitation the operator sent by hand two days ago, which the person does not answer by themselves. */
export function inviteByHand(world: World, account: Account, person: Person): void {
  const invitedAt = new Date(world.clock.now().getTime() - BY_HAND_AGE_MS);
  account.relations.set(person.memberId, pendingSince(invitedAt, nextInvitationId(world), null, null));
}

/** Makes them connections now. */
export function connectBoth(world: World, account: Account, person: Person): void {
  account.relations.set(person.memberId, { kind: 'connected', since: world.clock.now() });
}

/** Takes a pending invitation back, and writes the journal. Null when there is none with this id. */
export function withdrawInvite(world: World, account: Account, invitationId: string): Person | null {
  const row = pendingRow(world, account, invitationId);
  if (!row) return null;
  account.relations.set(row.memberId, { kind: 'none' });
  world.journal.withdrawals.push({
    at: world.clock.now(),
    account: account.email,
    memberId: row.memberId,
    publicId: row.slug,
  });
  return row;
}

/** Whom the pending invitation of this id is for. */
export function pendingRow(world: World, account: Account, invitationId: string): Person | null {
  for (const memberId of account.relations.keys()) {
    const person = world.byMemberId.get(memberId);
    const relation = person && relationOf(world, account, person);
    if (relation?.kind === 'pending' && relation.invitationId === invitationId) return person ?? null;
  }
  return null;
}

/** Accepts or ignores an invitation received. False when there is none with this id. */
export function answerInvite(
  world: World,
  account: Account,
  invitationId: string,
  answer: 'accept' | 'ignore',
): boolean {
  const [memberId] =
    [...account.relations].find(
      ([, relation]) => relation.kind === 'incoming' && relation.invitationId === invitationId,
    ) ?? [];
  if (memberId === undefined) return false;
  account.relations.set(
    memberId,
    answer === 'accept' ? { kind: 'connected', since: world.clock.now() } : { kind: 'none' },
  );
  return true;
}

/** Beyond 2^53 on purpose, as LinkedIn's are: as a JSON number such an id arrives rounded. */
function nextInvitationId(world: World): string {
  world.serial += 1;
  return String(7_284_615_920_384_728_000n + BigInt(world.serial) * 1_117n);
}

export type MessageResult =
  | { ok: true; thread: Thread; message: ThreadMessage }
  | { ok: false; refusal: Refusal };

/** Sends a message to a connection, opening the thread when there is none, and writes the journal. */
export function sendMessage(world: World, account: Account, person: Person, text: string): MessageResult {
  if (relationOf(world, account, person).kind !== 'connected') {
    return { ok: false, refusal: { status: 403, code: 'RECIPIENT_NOT_CONNECTED' } };
  }
  if (text.trim() === '' || text.length > MAX_MESSAGE_CHARS) {
    return { ok: false, refusal: { status: 400, code: 'INVALID_MESSAGE_BODY' } };
  }
  const thread = threadWith(world, account, person) ?? openThread(world, account, person);
  const answered = thread.messages.some((message) => !message.fromSelf);
  const own = thread.messages.filter((message) => message.fromSelf);
  if (own.some((message) => message.text === text) || (own.length > 0 && !answered)) {
    world.journal.duplicateMessages += 1;
  }
  world.serial += 1;
  const at = world.clock.now();
  const message = { id: messageId(world.serial), fromSelf: true, text, at };
  thread.messages.push(message);
  const { memberId, slug: publicId } = person;
  world.journal.messages.push({ at, account: account.email, memberId, publicId, text });
  return { ok: true, thread, message };
}

function openThread(world: World, account: Account, person: Person): Thread {
  world.serial += 1;
  const source = `${person.memberId.slice(5, 17)}-${String(world.serial).padStart(6, '0')}`;
  const id = `2-${Buffer.from(source).toString('base64url')}==`;
  const thread: Thread = { id, person, messages: [], unread: 0 };
  account.threads.set(id, thread);
  return thread;
}

function messageId(serial: number): string {
  return `2-${Buffer.from(`message-${serial}`).toString('base64')}`;
}

/** The thread with this person, brought up to date; undefined when nobody has written yet. */
export function threadWith(world: World, account: Account, person: Person): Thread | undefined {
  return threadsOf(world, account).find((thread) => thread.person === person);
}

/** All threads, the latest first, brought up to date. */
export function threadsOf(world: World, account: Account): Thread[] {
  const now = world.clock.now();
  const threads = [...account.threads.values()];
  for (const thread of threads) settleThread(thread, now);
  return threads.sort((a, b) => lastActivityMs(b) - lastActivityMs(a));
}

export function lastActivityMs(thread: Thread): number {
  return thread.messages.at(-1)?.at.getTime() ?? 0;
}
