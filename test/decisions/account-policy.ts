import type { Preset } from '@roster/contracts';
import type { AccountPolicy, AskedQuestion, RegisteredRecord } from '@roster/permissions';
import type { AccountFixture, DecisionCase, RecordFixture } from './decision-case.js';

/** The account of a suite with names for ids. */
export function policyOf(
  { status, owner, roles: custom = [], members, projects = [], partners }: AccountFixture,
  { systemRoles, features }: Preset,
): AccountPolicy {
  const roles = [...systemRoles, ...custom];
  return {
    accountId: 'account',
    status,
    version: 1,
    ownerMemberId: owner,
    teamsEnabled: features.teams,
    roles: roles.map(({ slug, grants, manager = null }) => ({ id: slug, grants, managerRoleId: manager })),
    members: Object.entries(members).map(([id, { roles: roleIds, ...member }]) => ({ ...member, id, roleIds })),
    projects,
    ...(partners && { partners }),
  };
}

/** A case as it is asked: with what stands for each name, also where the owner is sent as a property. */
export function questionOf(
  { ask: { member, permission, project, record, actionProperties } }: DecisionCase,
  idOf: (name: string) => string = (name) => name,
  ownerProperty?: string,
): AskedQuestion {
  return {
    memberId: idOf(member),
    permission,
    ...(project !== undefined && { projectId: idOf(project) }),
    ...(record && { record: recordOf(record, idOf, ownerProperty) }),
    ...(actionProperties && { actionProperties }),
  };
}

function recordOf(
  { type, id, owner, properties }: NonNullable<DecisionCase['ask']['record']>,
  idOf: (name: string) => string,
  ownerProperty?: string,
): NonNullable<AskedQuestion['record']> {
  const named = ownerProperty === undefined ? undefined : properties?.[ownerProperty];
  return {
    type,
    ...(id !== undefined && { id }),
    ...(owner !== undefined && { ownerId: owner === null ? null : idOf(owner) }),
    ...(properties && {
      properties:
        ownerProperty !== undefined && typeof named === 'string'
          ? { ...properties, [ownerProperty]: idOf(named) }
          : properties,
    }),
  };
}

/** What the register knows of the record that a case is about. */
export function registeredIn({ records = [] }: AccountFixture, { ask }: DecisionCase): RegisteredRecord | undefined {
  const found = records.find(({ type, id }) => type === ask.record?.type && id === ask.record.id);
  return found && registered(found);
}

const registered = ({ owner, project, properties }: RecordFixture): RegisteredRecord => ({
  ownerId: owner,
  ...(project !== undefined && { projectId: project }),
  ...(properties && { properties }),
});
