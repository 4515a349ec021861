import { roleCycle, roleTooDeep, RosterError } from '@roster/contracts';
import { requireChain } from '../accounts/chains.js';

interface InTree {
  readonly id: string;
  readonly managerRoleId: string | null;
}

/** Rejects with `role.cycle` where a role is above itself, and with `role.too-deep` beyond 32 levels. */
export function requireTree(roles: readonly InTree[]): void {
  const managers = new Map(roles.map(({ id, managerRoleId }) => [id, managerRoleId]));
  requireChain(managers, {
    cycle: () => new RosterError(roleCycle),
    tooDeep: () => new RosterError(roleTooDeep),
  });
}

/** Whether the role is one of these, or is below one of them. */
export function isAtOrBelow(roles: readonly InTree[], roleId: string, above: ReadonlySet<string>): boolean {
  const managers = new Map(roles.map(({ id, managerRoleId }) => [id, managerRoleId]));
  const seen = new Set<string>();
  for (let id: string | null | undefined = roleId; id && !seen.has(id); id = managers.get(id)) {
    if (above.has(id)) return true;
    seen.add(id);
  }
  return false;
}
