interface Json {
  [key: string]: unknown;
}

const TYPES: readonly [prefix: string, type: string][] = [
  ['urn:li:msg_conversation:', 'com.linkedin.messenger.Conversation'],
  ['urn:li:msg_messagingParticipant:', 'com.linkedin.messenger.MessagingParticipant'],
  ['urn:li:msg_message:', 'com.linkedin.messenger.Message'],
];

/**
 * The nested answer as `{data, included}` (facts §4.9, [C] for the root and the entity types): every
 * object with an `entityUrn` moves to `included` and is replaced by a starred pointer.
 */
export function normaliseMessaging(root: string, metadata: Json, elements: readonly Json[]): Json {
  const included = new Map<string, Json>();
  const urns = elements.map((element) => lift(element, included));
  return {
    data: { data: { [root]: { metadata, '*elements': urns } } },
    included: [...included.values()],
  };
}

function lift(entity: Json, included: Map<string, Json>): string {
  const urn = String(entity.entityUrn);
  const $type = TYPES.find(([prefix]) => urn.startsWith(prefix))?.[1];
  included.set(urn, { ...included.get(urn), ...flatten(entity, included), ...($type ? { $type } : {}) });
  return urn;
}

function flatten(object: Json, included: Map<string, Json>): Json {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => {
      if (isEntity(value)) return [`*${key}`, lift(value, included)];
      if (Array.isArray(value) && value.some(isEntity)) {
        return [`*${key}`, value.filter(isEntity).map((entry) => lift(entry, included))];
      }
      return [key, isObject(value) ? flatten(value, included) : value];
    }),
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEntity(value: unknown): value is Json {
  return isObject(value) && typeof value.entityUrn === 'string';
}
