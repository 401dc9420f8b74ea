import { seededRandom, shuffle } from '@fairlead/shared/runtime/random';
import { findPerson } from '../../world/network.ts';
import { profileUrn } from '../../world/person.ts';
import { type ProfileView, viewOf } from '../profile-view.ts';
import { type Answer, type Call, ok, refused } from './access.ts';
import { careerEntities, schoolingEntities } from './career-entities.ts';
import { type Entity, rootCollection } from './entities.ts';
import {
  emptySectionEntities,
  profileEntity,
  referenceEntities,
  smallProfileEntity,
} from './profile-entities.ts';
import { relationshipEntities } from './relationship.ts';

const DECORATION = /^com\.linkedin\.voyager\.dash\.deco\.identity\.profile\.(\w+)-(\d+)$/;

/** The versions reported to work; any other number is a 400 (facts §4.1, [C]). */
const VERSIONS = new Map([
  ['FullProfileWithEntities', ['35', '91', '93', '109']],
  ['TopCardSupplementary', ['120', '130']],
  ['WebTopCardCore', ['15', '19', '22']],
]);

/** `GET /identity/dash/profiles?q=memberIdentity` (facts §4.1, [C]). */
export function readProfile(call: Call): Answer {
  const { world, account, req } = call;
  const [, recipe = '', version = ''] = DECORATION.exec(String(req.query.decorationId ?? '')) ?? [];
  const isRotated = world.scenarios.isOn('decoration-rotated', account.email);
  if (isRotated || req.query.q !== 'memberIdentity' || !VERSIONS.get(recipe)?.includes(version)) {
    return refused({ status: 400, code: 'BAD_REQUEST' });
  }
  const person = findPerson(world, account, String(req.query.memberIdentity ?? ''));
  if (!person) return refused({ status: 404, code: 'NOT_FOUND' });
  const view = viewOf(world, account, person);
  if (view.status === 403) {
    return { status: 403, body: { status: 403, message: "This profile can't be accessed" } };
  }
  if (view.status !== 200) return refused({ status: view.status, code: 'NOT_FOUND' });
  const isMissing = view.is('relationship-missing') || view.is('relationship-nowhere');
  const isFull = recipe === 'FullProfileWithEntities';
  const withRelationship = !isMissing && (!isFull || person.relationshipInProfile);
  return ok({
    data: rootCollection([profileUrn(person.memberId)], { count: 10, start: 0 }),
    included: includedOf(call, view, withRelationship),
  });
}

/** In seeded random order, with the viewer's Profile and a partial second listing of the person's own. */
function includedOf({ world, account }: Call, view: ProfileView, withRelationship: boolean): Entity[] {
  const person = view.is('collections-empty') ? { ...view.person, career: [], schooling: [] } : view.person;
  const viewer = view.self ? [] : [smallProfileEntity(account.me)];
  const entities: Entity[] = [
    ...ownEntities(view, withRelationship),
    ...referenceEntities(person),
    ...careerEntities(person),
    ...schoolingEntities(person),
    ...emptySectionEntities(person),
    ...(withRelationship ? relationshipEntities(view, account.me.memberId) : []),
    ...(view.is('viewer-first') ? [] : viewer),
  ];
  const shuffled = shuffle(seededRandom(`${world.seed}:included:${person.memberId}`), entities);
  return view.is('viewer-first') ? [...viewer, ...shuffled] : shuffled;
}

/** The person's own entity and a partial second listing of it (facts §4.0, [C]), in parts, or broken. */
function ownEntities(view: ProfileView, withRelationship: boolean): Entity[] {
  const { person } = view;
  const whole = profileEntity(person, withRelationship);
  if (view.is('profile-malformed')) return [{ ...whole, firstName: { text: person.firstName }, headline: 7 }];
  if (!view.is('profile-in-parts')) return [whole, smallProfileEntity(person)];
  const { entityUrn, $type } = whole;
  const parts: Entity[] = [0, 1, 2].map(() => ({ entityUrn, $type }));
  for (const [i, [key, value]] of Object.entries(whole).entries()) {
    const part = parts[i % parts.length];
    if (part) part[key] = value;
  }
  return parts.map((part) => ({ ...part, entityUrn, $type }));
}

/** `GET /me` (facts §4.3, [C]). */
export function readMe({ account }: Call): Answer {
  const { me } = account;
  const entityUrn = `urn:li:fs_miniProfile:${me.memberId}`;
  return ok({
    data: {
      plainId: me.memberNumber,
      premiumSubscriber: false,
      '*miniProfile': entityUrn,
      $type: 'com.linkedin.voyager.common.Me',
    },
    included: [
      {
        entityUrn,
        dashEntityUrn: profileUrn(me.memberId),
        objectUrn: `urn:li:member:${me.memberNumber}`,
        publicIdentifier: me.slug,
        firstName: me.firstName,
        lastName: me.lastName,
        occupation: me.headline,
        picture: null,
        trackingId: Buffer.from(me.memberId.slice(5, 21)).toString('base64'),
        $type: 'com.linkedin.voyager.identity.shared.MiniProfile',
      },
    ],
  });
}

/** `GET /voyagerRelationshipsDashMemberRelationships/<urn>` (facts §4.2, [1]). */
export function readRelationship({ world, account, req }: Call): Answer {
  const memberId = String(req.params.urn).replace('urn:li:fsd_memberRelationship:', '');
  const person = world.byMemberId.get(memberId);
  if (!person) return refused({ status: 404, code: 'NOT_FOUND' });
  const view = viewOf(world, account, person);
  if (view.is('relationship-nowhere')) return refused({ status: 404, code: 'NOT_FOUND' });
  const [data, ...included] = relationshipEntities(view, account.me.memberId);
  return ok({ data, included });
}
