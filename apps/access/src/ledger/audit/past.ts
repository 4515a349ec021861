import type { AccountPolicy, MemberPolicy, ProjectPolicy, RolePolicy } from '@roster/permissions';
import type { ChangePart } from '../ledger/chain.js';

type AccountPart = Pick<AccountPolicy, 'status' | 'ownerMemberId' | 'teamsEnabled'>;

/**
 * The account before these changes: what each change recorded as its state before is put back. `changes` come latest
 * first.
 */
export function undone(policy: AccountPolicy, changes: readonly (readonly ChangePart[])[]): AccountPolicy {
  let account: AccountPart = policy;
  const roles = byId(policy.roles);
  const members = byId(policy.members);
  const projects = byId(policy.projects ?? []);
  for (const { kind, id, before } of changes.flat()) {
    if (kind === 'account' && before) account = before as AccountPart;
    else if (kind === 'role') putBack(roles, id, before as RolePolicy | null);
    else if (kind === 'member') putBack(members, id, before as MemberPolicy | null);
    else if (kind === 'project') putBack(projects, id, before as ProjectPolicy | null);
  }
  const { status, ownerMemberId, teamsEnabled = false } = account;
  return {
    ...policy,
    status,
    ownerMemberId,
    teamsEnabled,
    roles: [...roles.values()],
    members: [...members.values()],
    projects: [...projects.values()],
  };
}

const byId = <T extends { readonly id: string }>(items: readonly T[]) => new Map(items.map((item) => [item.id, item]));

function putBack<T>(items: Map<string, T>, id: string, before: T | null): void {
  if (before === null) items.delete(id);
  else items.set(id, before);
}
