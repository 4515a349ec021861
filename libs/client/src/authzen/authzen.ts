import type { AuthzenAction, AuthzenEntity } from '@roster/contracts';
import { ownerSent, type AskedQuestion, type Catalogue } from '@roster/permissions';
import type { MemberNamed } from './names.js';

/** The three entities that a decision is about. The context is not one of them: no decision depends on it. */
export interface Evaluation {
  readonly subject: AuthzenEntity;
  readonly resource: AuthzenEntity;
  readonly action: AuthzenAction;
}

type Properties = Readonly<Record<string, unknown>> | undefined;

export const isMemberType = (type: string): boolean => type === 'member' || type === 'user';

export const permissionOf = ({ resource, action }: Pick<Evaluation, 'resource' | 'action'>): string =>
  `${resource.type}:${action.name}`;

/** The member that the subject stands for: `member` and `user` alike. */
export const subjectOf = ({ type, id }: AuthzenEntity, memberNamed: MemberNamed): string | undefined =>
  isMemberType(type) ? memberNamed(id) : undefined;

/** The names of people in an evaluation. They are looked up before it is decided. */
export function namesIn(
  catalogue: Catalogue,
  { subject, resource }: Pick<Evaluation, 'subject' | 'resource'>,
): string[] {
  const owner = ownerIn(catalogue, resource);
  return [...(isMemberType(subject.type) ? [subject.id] : []), ...(owner ? [owner] : [])];
}

/** The owner as the sender named it: in the property `ownerId`, or in the one that the feature declares. */
export const ownerIn = (
  catalogue: Catalogue,
  { type, properties }: { readonly type: string; readonly properties?: Properties },
): string | null | undefined =>
  ownerSent(catalogue, type, { ownerId: own(properties, 'ownerId'), ...(properties && { properties }) });

/**
 * The owner's member id. An owner who is not a member still counts as an owner: only members who see all records see
 * theirs.
 */
export const ownerOf = (owner: string | null | undefined, memberNamed: MemberNamed): string | null | undefined =>
  owner ? (memberNamed(owner) ?? owner) : owner;

/** The project that the sender named. */
export function projectSent({ properties }: { readonly properties?: Properties }): string | undefined {
  const projectId = own(properties, 'projectId');
  return typeof projectId === 'string' ? projectId.toLowerCase() : undefined;
}

/**
 * The question for `resolveQuestion`: the resource's type is a feature, and the action's name is one of its actions.
 */
export function authzenQuestion(
  catalogue: Catalogue,
  memberId: string,
  { resource, action }: Pick<Evaluation, 'resource' | 'action'>,
  memberNamed: MemberNamed,
): AskedQuestion {
  const { type, id, properties } = resource;
  const projectId = projectSent(resource);
  const ownerId = ownerOf(ownerIn(catalogue, resource), memberNamed);
  return {
    memberId,
    permission: permissionOf({ resource, action }),
    ...(projectId !== undefined && { projectId }),
    record: { type, id, ...(ownerId !== undefined && { ownerId }), ...(properties && { properties }) },
    ...(action.properties && { actionProperties: action.properties }),
  };
}

const own = (properties: Properties, name: string): unknown =>
  properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
