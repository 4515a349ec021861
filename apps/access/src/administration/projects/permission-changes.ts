import {
  projectPermissionsOfOwner,
  projectPermissionsTooNarrow,
  RosterError,
  type FieldError,
  type ProjectPermission,
  type SetProjectPermissions,
} from '@roster/contracts';
import {
  effective,
  scopeBits,
  snapshotOf,
  type Catalogue,
  type Held,
  type Permission,
  type ScopeName,
} from '@roster/permissions';
import { invalid } from '@roster/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { isOver } from '../../account/accounts/instant.js';
import {
  withMember,
  type StoredAccount,
  type StoredException,
  type StoredMember,
} from '../../account/accounts/stored-account.js';
import { personOf } from '../../account/members/member-of.js';
import { projectOf } from '../../account/projects/project.js';
import { closedGrants } from '../../account/roles/closed-grants.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import type { Setting } from '../changes/setting.js';
import { requireExceptions } from '../exceptions/exception-changes.js';

/** What is decided, and where. `now` is in ms. */
interface Place {
  readonly member: StoredMember;
  readonly projectId: string;
  readonly now: number;
}

/**
 * Sets what a member may do in a project. What is wanted and not given anyway becomes an ALLOW of the project. What is not
 * wanted and given anyway becomes a DENY. An exception that still says the same stays, with its end and its reason.
 */
export function withProjectPermissions({ account, now }: Setting, input: SetProjectPermissions): StoredAccount {
  const project = projectOf(account.stored, input.projectId);
  const member = personOf(account, input.memberId);
  requireExceptions(account);
  if (isOwnerOf(account, member, project.ownerMemberId)) throw new RosterError(projectPermissionsOfOwner);
  const place = { member, projectId: project.id, now };
  const wanted = wantedGrants(account.catalogue, input.grants);
  const others = member.exceptions.filter((exception) => exception.projectId !== project.id);
  const given = heldWith(account, place, others);
  const allows = ofProject(account.catalogue).flatMap(({ key, kind }) => allowFor(key, kind, { wanted, given, place }));
  // What a DENY of the account takes comes back where an ALLOW lifts it, and when it ends.
  const lasting = others.filter(({ effect, expiresAt }) => effect === 'allow' || expiresAt === null);
  const held = heldWith(account, place, [...lasting, ...allows]);
  requireNotNarrower(wanted, held);
  const denies = Object.keys(held).flatMap((key) => denyFor(account.catalogue, key, { wanted, place }));
  const exceptions = [...others, ...allows, ...denies];
  const isSame =
    exceptions.length === member.exceptions.length && exceptions.every((each) => member.exceptions.includes(each));
  return isSame ? account.stored : withMember(account.stored, member.id, (present) => ({ ...present, exceptions }));
}

/** Each permission of project level as the member has it in the project, or would have it on its team. */
export function projectPermissions(account: AccountSnapshot, place: Place): ProjectPermission[] {
  const { member, projectId, now } = place;
  const project = projectOf(account.stored, projectId);
  const isOwner = isOwnerOf(account, member, project.ownerMemberId);
  const held = isOwner ? {} : heldWith(account, place, member.exceptions);
  const own = member.exceptions.filter((exception) => exception.projectId === projectId && !isOver(exception, now));
  return ofProject(account.catalogue, { withNotGrantable: true }).map(({ key, grantable }) => {
    const scope = isOwner ? ['all'] : [...(held[key] ?? [])];
    const exception = own.find(({ permission, effect }) => permission === key && (effect === 'allow') === key in held);
    return {
      permission: key,
      granted: scope.length > 0,
      scope,
      source: grantable ? (exception ? 'project' : 'account') : 'notGrantable',
      expiresAt: exception?.expiresAt ? new Date(exception.expiresAt).toISOString() : null,
      reason: exception?.reason ?? null,
    };
  });
}

const isOwnerOf = ({ stored }: AccountSnapshot, { id }: StoredMember, projectOwnerId: string): boolean =>
  id === stored.ownerMemberId || id === projectOwnerId;

/** What a project's people can be given, one by one. */
const ofProject = ({ permissions }: Catalogue, { withNotGrantable = false } = {}): Permission[] =>
  permissions.filter(
    ({ level, grantable, index, decidedBy }) =>
      level === 'project' && decidedBy === index && (grantable || withNotGrantable),
  );

function wantedGrants(catalogue: Catalogue, grants: SetProjectPermissions['grants']): Held {
  const errors = Object.keys(grants).flatMap((key): FieldError[] => {
    const permission = catalogue.find(key);
    if (!permission || permission.level === 'project') return [];
    return [{ path: `grants.${key}`, message: `"${key}" is a permission of the account, not of a project` }];
  });
  if (errors.length > 0) throw invalid(...errors);
  const closed = closedGrants(catalogue, grants);
  return Object.fromEntries(Object.entries(closed).map(([key, value]) => [key, value === true ? ['all'] : value]));
}

/** A DENY takes all of a permission, so a project cannot leave a part of what the account gives. */
function requireNotNarrower(wanted: Held, held: Held): void {
  const permissions = Object.entries(wanted)
    .filter(([key, scope]) => (bitsOf(held[key]) & ~bitsOf(scope)) !== 0)
    .map(([key]) => key);
  if (permissions.length > 0)
    throw new RosterError(projectPermissionsTooNarrow, undefined, { details: { permissions } });
}

/** An ALLOW that is there stays, even where a role gives the same by now: the role may be taken away. */
function allowFor(
  permission: string,
  kind: Permission['kind'],
  { wanted, given, place }: { wanted: Held; given: Held; place: Place },
): StoredException[] {
  const scope = wanted[permission];
  if (!scope) return [];
  const said = {
    permission,
    effect: 'allow',
    scope: kind === 'scoped' ? scope : null,
    projectId: place.projectId,
  } as const;
  const known = knownLike(said, place);
  if (known) return [known];
  return (bitsOf(scope) & ~bitsOf(given[permission])) === 0 ? [] : [madeAt(said, place)];
}

function denyFor(
  catalogue: Catalogue,
  permission: string,
  { wanted, place }: { wanted: Held; place: Place },
): StoredException[] {
  if (wanted[permission] || !ofProject(catalogue).some(({ key }) => key === permission)) return [];
  const said = { permission, effect: 'deny', scope: null, projectId: place.projectId } as const;
  return [knownLike(said, place) ?? madeAt(said, place)];
}

const knownLike = (said: Said, { member, now }: Place): StoredException | undefined =>
  member.exceptions.find((exception) => saysTheSame(exception, said) && !isOver(exception, now));

const madeAt = (said: Said, { now }: Place): StoredException => ({
  ...said,
  id: uuidv7(),
  expiresAt: null,
  reason: null,
  createdAt: now,
});

type Said = Pick<StoredException, 'permission' | 'effect' | 'scope' | 'projectId'>;

const saysTheSame = (one: Said, other: Said): boolean =>
  one.permission === other.permission &&
  one.effect === other.effect &&
  one.projectId === other.projectId &&
  bitsOf(one.scope ?? undefined) === bitsOf(other.scope ?? undefined);

const bitsOf = (scope: readonly ScopeName[] | undefined): number => (scope ? scopeBits(scope) : 0);

/** What the member has in the project with these exceptions, as an active member on its team who owns nothing. */
function heldWith(
  { policy, catalogue }: AccountSnapshot,
  { member, projectId, now }: Place,
  exceptions: readonly StoredException[],
): Held {
  const stored = policy.members.find(({ id }) => id === member.id);
  const alone = snapshotOf(catalogue, {
    ...policy,
    status: 'active',
    ownerMemberId: '',
    members: stored ? [{ ...stored, status: 'active', exceptions }] : [],
    projects: [{ id: projectId, ownerMemberId: '', team: [{ memberId: member.id }] }],
    partners: [],
  });
  return effective(alone, member.id, now, projectId).permissions;
}
