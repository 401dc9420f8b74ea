import { z } from 'zod';
import { type Person, profileUrn } from '../../world/person.ts';
import type { ScenarioName } from '../../world/scenarios/table.ts';
import type { Thread } from '../../world/threads.ts';
import { sendMessage, threadsOf } from '../../world/writes.ts';
import { type Answer, type Call, ok, refused } from './access.ts';
import { conversationEntity, conversationUrn, messageEntity, messageUrn } from './messaging-entities.ts';
import { normaliseMessaging } from './normalise.ts';

const CONVERSATIONS = /^messengerConversations\.(0d5e6781bbee71c3e51c8843c6519f48|f0873b93\w*)$/;
const BY_CATEGORY = /^messengerConversations\.(9501074288a12f3ae9e3c7ea243bccbf|8656fb36\w*)$/;
const MESSAGES = /^messengerMessages\.5846eeb71c981f11e0134cb6626cc314$/;
const MESSAGES_BY_ANCHOR = /^messengerMessages\.4088d03b\w*$/;

/** `GET /voyagerMessagingGraphQL/graphql` (facts §4.9, [C]); an unknown queryId is a 400. */
export function readMessaging(call: Call): Answer {
  const { world, account, req } = call;
  const queryId = String(req.query.queryId ?? '');
  const variables = String(req.query.variables ?? '');
  if (world.scenarios.isOn('query-rotated', account.email))
    return refused({ status: 400, code: 'BAD_REQUEST' });
  if (world.scenarios.isOn('graphql-errors', account.email)) return failedQuery();
  const isHidden = world.scenarios.isOn('conversations-hidden', account.email);
  const threads = isHidden ? [] : threadsOf(world, account);
  const conversations = threads.map((thread) => conversationEntity(account.me, thread));
  if (CONVERSATIONS.test(queryId)) return listing(call, 'messengerConversationsBySyncToken', conversations);
  if (BY_CATEGORY.test(queryId)) return listing(call, 'messengerConversationsByCategoryQuery', conversations);
  const root = MESSAGES.test(queryId)
    ? 'messengerMessagesBySyncToken'
    : MESSAGES_BY_ANCHOR.test(queryId)
      ? 'messengerMessagesByAnchorTimestamp'
      : null;
  if (!root) return refused({ status: 400, code: 'BAD_REQUEST' });
  const thread = findThread(threads, account.me, variables);
  return listing(call, root, thread ? messagesInAnyOrder(account.me, thread) : []);
}

/** Facts §2.3 [C], seen on search: an error in place of a part, with status 200. */
function failedQuery(): Answer {
  const path = ['messengerConversationsBySyncToken'];
  const extensions = { classification: 'DataFetchingException', status: 404 };
  return ok({
    data: { data: { messengerConversationsBySyncToken: null }, errors: [{ path, extensions }] },
    included: [],
  });
}

/** Order is not guaranteed (facts §4.9): newest first here, so that readers have to sort. */
function messagesInAnyOrder(me: Person, thread: Thread): Record<string, unknown>[] {
  return thread.messages.map((message) => messageEntity(me, thread, message)).reverse();
}

function listing({ normalised }: Call, root: string, elements: Record<string, unknown>[]): Answer {
  const metadata = { newSyncToken: 'c2FuZGJveA==', deletedUrns: [], nextCursor: null };
  if (normalised) return ok(normaliseMessaging(root, metadata, elements));
  return ok({ data: { [root]: { metadata, elements } } });
}

/** Callers encode the URN once or twice: both are understood. */
function findThread(threads: readonly Thread[], me: Person, variables: string): Thread | undefined {
  return threads.find((thread) => {
    const urn = conversationUrn(me, thread.id);
    return variables.includes(urn) || variables.includes(encodeFully(urn));
  });
}

/** rest.li wants the parentheses of a URN encoded too. */
function encodeFully(urn: string): string {
  return encodeURIComponent(urn).replaceAll('(', '%28').replaceAll(')', '%29');
}

const MessageBody = z.object({
  message: z.object({ body: z.object({ text: z.string() }), conversationUrn: z.string().optional() }),
  mailboxUrn: z.string(),
  hostRecipientUrns: z.array(z.string()).length(1).optional(),
});

/** `POST …?action=createMessage` (facts §4.10, [C]). */
export function postMessage({ world, account, req }: Call): Answer {
  const parsed = MessageBody.safeParse(req.body);
  if (req.query.action !== 'createMessage' || !parsed.success) {
    return refused({ status: 400, code: 'BAD_REQUEST' });
  }
  const { message, hostRecipientUrns, mailboxUrn } = parsed.data;
  if (mailboxUrn !== profileUrn(account.me.memberId)) return refused({ status: 403, code: 'FORBIDDEN' });
  const threads = threadsOf(world, account);
  const recipient = message.conversationUrn
    ? threads.find((thread) => conversationUrn(account.me, thread.id) === message.conversationUrn)?.person
    : world.byMemberId.get((hostRecipientUrns?.[0] ?? '').slice(profileUrn('').length));
  if (!recipient) return refused({ status: 404, code: 'NOT_FOUND' });
  const is = (name: ScenarioName): boolean => world.scenarios.isOn(name, account.email, recipient.memberId);
  if (is('message-refused')) return refused({ status: 403, code: 'MESSAGE_REFUSED' });
  if (is('message-swallowed')) return ok({ value: swallowed(account.me) });
  const result = sendMessage(world, account, recipient, message.body.text);
  if (!result.ok) return refused(result.refusal);
  if (is('message-answer-lost')) return refused({ status: 500, code: 'INTERNAL' });
  return ok({
    value: {
      entityUrn: messageUrn(account.me, result.message.id),
      conversationUrn: conversationUrn(account.me, result.thread.id),
      deliveredAt: result.message.at.getTime(),
    },
  });
}

/** What the page needs to show a message as sent. */
function swallowed(me: Person): Record<string, unknown> {
  return {
    entityUrn: messageUrn(me, '2-swallowed'),
    conversationUrn: conversationUrn(me, '2-c3dhbGxvd2Vk=='),
    deliveredAt: 0,
  };
}
