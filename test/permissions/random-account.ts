import {
  deltaBetween,
  SCOPE_NAMES,
  type AccountDelta,
  type AccountPolicy,
  type AskedQuestion,
  type Catalogue,
  type ExceptionPolicy,
  type Grants,
  type MemberPolicy,
  type PartnerPolicy,
  type ProjectPolicy,
  type Question,
  type RolePolicy,
} from '@roster/permissions';
import * as fc from 'fast-check';
import { PERMISSIONS, randomCatalogue } from './random-catalogue.js';

/** The clock for random accounts. What expires in them does so around it. */
export const NOW = 1_000_000;
/** Instants at which something may end, before and after `NOW`. */
export const ENDS = [NOW - 1, NOW, NOW + 1, NOW + 2, NOW + 50] as const;

/** Ids are UUIDs, because owner columns store UUIDs. */
const ids = (kind: number, count: number) =>
  Array.from({ length: count }, (_, n) => `0000000${kind}-0000-4000-8000-00000000000${n}`);

const ACCOUNT_ID = '00000001-0000-4000-8000-000000000000';
export const MEMBER_IDS = ids(2, 7);
export const ROLE_IDS = ids(3, 5);
const TEAM_IDS = ids(4, 3);
export const PROJECT_IDS = ids(5, 2);
/** Two of one partner, one of another. */
export const PARTNER_MEMBER_IDS = ids(6, 3);
const PARTNER_IDS = ids(7, 2);
/** Known to no random account. */
export const STRANGER_ID = '00000009-0000-4000-8000-000000000000';

const of = <T>(list: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...list);

/** The first value in nine of ten cases. The others end most decisions at once, and would leave little else to test. */
function mostly<T extends string>(usual: T, ...others: T[]): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: fc.constant(usual), weight: 9 }, { arbitrary: of(others), weight: 1 });
}

const scope = fc.subarray([...SCOPE_NAMES], { minLength: 1, maxLength: 3 });
const expiresAt = fc.option(of(ENDS), { freq: 2 });
const status = mostly('active', 'invited', 'inactive', 'revoked');

const grants: fc.Arbitrary<Grants> = fc
  .array(fc.tuple(of(PERMISSIONS), scope), { minLength: 6, maxLength: 12 })
  .map((list) => Object.fromEntries(list.map(([{ key, kind }, names]) => [key, kind === 'toggle' ? true : names])));

/** The tree has no cycle: a role's manager is one that stands before it. */
const roles: fc.Arbitrary<RolePolicy[]> = fc.tuple(
  ...ROLE_IDS.map((id, at) => fc.record({ id: fc.constant(id), grants, managerRoleId: before(ROLE_IDS, at) })),
);

function before(list: readonly string[], at: number): fc.Arbitrary<string | null> {
  return at === 0 ? fc.constant(null) : fc.option(of(list.slice(0, at)), { freq: 4 });
}

const exception: fc.Arbitrary<ExceptionPolicy> = fc
  .record({
    permission: of(PERMISSIONS),
    scope,
    effect: of(['allow', 'allow', 'deny'] as const),
    project: fc.option(of(PROJECT_IDS)),
    expiresAt,
  })
  .map(({ permission: { key, kind, level }, scope: names, effect, project, expiresAt: ends }) => ({
    permission: key,
    effect,
    ...(kind === 'scoped' && effect === 'allow' && { scope: names }),
    ...(level === 'project' && { projectId: project }),
    expiresAt: ends,
  }));

/** At most one per permission, project and effect. */
const exceptions = fc.uniqueArray(exception, {
  minLength: 1,
  maxLength: 8,
  selector: ({ permission, projectId, effect }) => `${permission} ${projectId} ${effect}`,
});

/** The chain of managers has no cycle either, but it may end with somebody who is not, or no longer, in the account. */
const member = (id: string, at: number): fc.Arbitrary<MemberPolicy> =>
  fc.record({
    id: fc.constant(id),
    status,
    roleIds: fc.subarray(ROLE_IDS, { minLength: 1, maxLength: 3 }),
    managerId: fc.oneof(
      { arbitrary: before(MEMBER_IDS, at), weight: 6 },
      { arbitrary: of([...PARTNER_MEMBER_IDS, STRANGER_ID]), weight: 1 },
    ),
    agentAccess: fc.boolean(),
    teams: fc.uniqueArray(fc.record({ teamId: of(TEAM_IDS), expiresAt }), {
      selector: ({ teamId }) => teamId,
      minLength: 1,
      maxLength: 3,
    }),
    exceptions: fc.oneof(exceptions, fc.constant([])),
  });

const members: fc.Arbitrary<MemberPolicy[]> = fc
  .tuple(fc.tuple(...MEMBER_IDS.map(member)), fc.subarray(MEMBER_IDS.slice(1), { minLength: 5 }))
  .map(([all, kept]) => all.filter(({ id }) => id === MEMBER_IDS[0] || kept.includes(id)));

const projects: fc.Arbitrary<ProjectPolicy[]> = fc.tuple(
  ...PROJECT_IDS.map((id) =>
    fc.record({
      id: fc.constant(id),
      ownerMemberId: of([...MEMBER_IDS, ...PARTNER_MEMBER_IDS]),
      team: fc.uniqueArray(fc.record({ memberId: of([...MEMBER_IDS, ...PARTNER_MEMBER_IDS]), expiresAt }), {
        selector: ({ memberId }) => memberId,
        minLength: 5,
      }),
    }),
  ),
);

const partners: fc.Arbitrary<PartnerPolicy[]> = fc.tuple(
  partner(PARTNER_IDS[0] ?? '', PARTNER_MEMBER_IDS.slice(0, 2)),
  partner(PARTNER_IDS[1] ?? '', PARTNER_MEMBER_IDS.slice(2)),
);

function partner(accountId: string, memberIds: readonly string[]): fc.Arbitrary<PartnerPolicy> {
  return fc.record({
    accountId: fc.constant(accountId),
    status: mostly('active', 'suspended'),
    projectIds: fc.subarray(PROJECT_IDS, { minLength: 1 }),
    members: fc.tuple(...memberIds.map((id) => fc.record({ id: fc.constant(id), status, exceptions }))),
  });
}

const policy: fc.Arbitrary<AccountPolicy> = fc.record({
  accountId: fc.constant(ACCOUNT_ID),
  status: mostly('active', 'suspended'),
  version: fc.integer({ min: 1, max: 1_000 }),
  ownerMemberId: fc.constant(MEMBER_IDS[0] ?? ''),
  teamsEnabled: of([true, true, false]),
  roles,
  members,
  projects,
  partners: fc.oneof({ arbitrary: partners, weight: 3 }, { arbitrary: fc.constant([]), weight: 1 }),
});

export interface RandomAccount {
  readonly catalogue: Catalogue;
  readonly policy: AccountPolicy;
}

/** An account of any shape that can exist. */
export const randomAccount = (): fc.Arbitrary<RandomAccount> => fc.record({ catalogue: randomCatalogue(), policy });

/** Who may be asked about, or own a record: members, those who were, partners' members, strangers. */
export const randomMemberId = (): fc.Arbitrary<string> =>
  of([
    ...MEMBER_IDS,
    ...MEMBER_IDS,
    ...MEMBER_IDS,
    ...MEMBER_IDS,
    ...PARTNER_MEMBER_IDS,
    ...PARTNER_MEMBER_IDS,
    STRANGER_ID,
  ]);

/** An owner as a record may have one: null for nobody. */
export const randomOwnerId = (): fc.Arbitrary<string | null> => fc.option(randomMemberId(), { freq: 6 });

const SCOPED = PERMISSIONS.filter(({ kind }) => kind === 'scoped');
const KEYS = [...PERMISSIONS, ...SCOPED].map(({ key }) => key);
const OTHERS = ['billing:edit', 'members:edit', 'self:view', 'account:transfer', 'deals:fly', 'deals'];
const permission = fc.oneof({ arbitrary: of(KEYS), weight: 12 }, { arbitrary: of(OTHERS), weight: 1 });
const projectId = fc.option(of([...PROJECT_IDS, ...PROJECT_IDS, ...PROJECT_IDS, ...PROJECT_IDS, STRANGER_ID]), {
  nil: undefined,
  freq: 9,
});
const recordProjectId = fc.option(of(PROJECT_IDS), { nil: undefined, freq: 2 });
const ownerId = fc.option(randomOwnerId(), { nil: undefined, freq: 8 });

/** A question to any of these accounts, with or without a record, what is named known or not. */
export const randomQuestion = (): fc.Arbitrary<Question> =>
  fc
    .record({
      memberId: randomMemberId(),
      permission,
      projectId,
      record: fc.option(fc.record({ ownerId, projectId: recordProjectId }), { nil: undefined, freq: 3 }),
      isOfOtherType: fc.nat(9).map((at) => at === 0),
    })
    .map(({ record, projectId: project, isOfOtherType, ...rest }) => ({
      ...rest,
      ...(project && { projectId: project }),
      ...(record && {
        record: {
          type: isOfOtherType ? 'others' : (rest.permission.split(':')[0] ?? ''),
          id: '7',
          ...(record.ownerId !== undefined && { ownerId: record.ownerId }),
          ...(record.projectId && { projectId: record.projectId }),
        },
      }),
    }));

/** The same before it is resolved: with properties of the record and of the action. */
export const randomAskedQuestion = (): fc.Arbitrary<AskedQuestion> => {
  const properties = fc.record(
    { status: of(['archived', 'open']), pinned: fc.boolean(), ownedBy: randomMemberId() },
    { requiredKeys: [] },
  );
  const actionProperties = fc.option(fc.record({ soft: of([true, false, 'true']) }), { nil: undefined });
  return fc.tuple(randomQuestion(), properties, actionProperties).map(([{ record, ...question }, sent, action]) => ({
    ...question,
    ...(record && { record: { ...record, properties: sent } }),
    ...(action && { actionProperties: action }),
  }));
};

/** The account after some changes. What did not change is the same object, as in real changes. */
export const randomNext = (present: AccountPolicy): fc.Arbitrary<AccountPolicy> => {
  const parts = ['status', 'ownerMemberId', 'teamsEnabled', 'roles', 'members', 'projects', 'partners'] as const;
  return fc
    .record({
      other: policy,
      owner: of(present.members.map(({ id }) => id)),
      touched: fc.subarray([...parts], { minLength: 1, maxLength: 3 }),
      ids: fc.subarray([...MEMBER_IDS, ...ROLE_IDS, ...PROJECT_IDS, ...PARTNER_IDS], { minLength: 1, maxLength: 6 }),
      by: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ other, owner, touched, ids: some, by }) => {
      const isTouched = (part: (typeof parts)[number]) => touched.includes(part);
      const next = {
        ...present,
        version: present.version + by,
        ...(isTouched('status') && { status: other.status }),
        ...(isTouched('teamsEnabled') && { teamsEnabled: other.teamsEnabled ?? false }),
        ...(isTouched('roles') && { roles: mixed(present.roles, other.roles, some) }),
        ...(isTouched('members') && { members: mixed(present.members, other.members, some, present.ownerMemberId) }),
        ...(isTouched('projects') && { projects: mixed(present.projects ?? [], other.projects ?? [], some) }),
        ...(isTouched('partners') && { partners: other.partners ?? [] }),
      };
      const isThere = next.members.some(({ id }) => id === owner);
      return isTouched('ownerMemberId') && isThere ? { ...next, ownerMemberId: owner } : next;
    });
};

/** A new list for these ids: items are changed, new or gone, except those that must stay. */
function mixed<T extends { readonly id: string }>(
  present: readonly T[],
  other: readonly T[],
  changed: readonly string[],
  stays?: string,
): T[] {
  const kept = present.flatMap((item) => {
    if (!changed.includes(item.id)) return [item];
    const next = other.find(({ id }) => id === item.id);
    return next ?? (item.id === stays ? [item] : []);
  });
  const added = other.filter(({ id }) => changed.includes(id) && !present.some((item) => item.id === id));
  return [...kept, ...added];
}

export const randomDelta = (present: AccountPolicy): fc.Arbitrary<AccountDelta> =>
  randomNext(present).map((next) => deltaBetween(present, next));
