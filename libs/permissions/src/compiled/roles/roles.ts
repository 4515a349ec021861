import type { Grants, RolePolicy } from '../../policy/policy.js';
import { ALL, scopeBits, scopeNames, type ScopeName } from '../../scope/scope.js';
import { closedRow, grantProblem } from '../../snapshot/grants.js';
import type { Plan } from '../plan.js';

/** The maximum depth of the tree. A longer walk would be a cycle. */
const MAX_DEPTH = 32;
const NONE = -1;

/**
 * The roles of an account under small numbers. A role that is only named, by a member or as a manager role, has a
 * number but no permissions and no place in the tree until a change defines it.
 */
export class Roles {
  /** By role and permission: scope bits, including what is implied. */
  closed: Uint8Array;
  private readonly numbers = new Map<string, number>();
  private readonly ids: (string | undefined)[] = [];
  private readonly defined: boolean[] = [];
  private readonly managers: number[] = [];
  /** By role: the number of role sets and other roles that name it. */
  private readonly uses: number[] = [];
  private readonly free: number[] = [];
  /** By role: one bit for each role above it in the tree. */
  private above = new Int32Array(0);
  private words = 0;
  /**
   * The granted bits before implications are added, by role and `Plan.impliedAt`. The policy is rebuilt from them. For
   * other permissions both are the same.
   */
  private given: Uint8Array;

  constructor(
    private readonly plan: Plan,
    expected: number,
  ) {
    this.closed = new Uint8Array(expected * plan.width);
    this.given = new Uint8Array(expected * plan.implied.length);
  }

  /** The number of a role, with one more use. */
  acquire(id: string): number {
    const role = this.numberOf(id);
    this.uses[role] = (this.uses[role] ?? 0) + 1;
    return role;
  }

  release(role: number): void {
    this.uses[role] = (this.uses[role] ?? 0) - 1;
    this.forgetIfUnused(role);
  }

  define({ id, grants, managerRoleId }: RolePolicy): number {
    const role = this.numberOf(id);
    this.defined[role] = true;
    this.moveBelow(role, managerRoleId ? this.acquire(managerRoleId) : NONE);
    const { catalogue, width, implied } = this.plan;
    this.closed.set(closedRow(catalogue, grants), role * width);
    implied.forEach((index, at) => {
      const { key } = catalogue.at(index);
      const value = grants[key];
      const isGranted = value !== undefined && !grantProblem(catalogue, key, value);
      this.given[role * implied.length + at] = !isGranted ? 0 : value === true ? ALL : scopeBits(value);
    });
    return role;
  }

  /** Removes a role. Returns its number where it was defined. */
  remove(id: string): number | undefined {
    const role = this.numbers.get(id);
    if (role === undefined || !this.defined[role]) return undefined;
    this.defined[role] = false;
    this.moveBelow(role, NONE);
    const { width } = this.plan;
    this.closed.fill(0, role * width, (role + 1) * width);
    this.forgetIfUnused(role);
    return role;
  }

  find(id: string): number | undefined {
    const role = this.numbers.get(id);
    return role !== undefined && this.defined[role] ? role : undefined;
  }

  idOf(role: number): string {
    return this.ids[role] ?? '';
  }

  isDefined(role: number): boolean {
    return this.defined[role] ?? false;
  }

  /** Whether a role is strictly below another, in the tree as of the last call of `place`. */
  isBelow(role: number, above: number): boolean {
    return (((this.above[role * this.words + (above >> 5)] ?? 0) >> (above & 31)) & 1) === 1;
  }

  /** Call this when roles were defined or removed. */
  place(): void {
    this.words = (this.ids.length + 31) >> 5;
    this.above = new Int32Array(this.ids.length * this.words);
    for (const role of this.ids.keys())
      for (const above of this.upwards(role).slice(1)) {
        const at = role * this.words + (above >> 5);
        this.above[at] = (this.above[at] ?? 0) | (1 << (above & 31));
      }
  }

  /** A role and the roles above it, up to the maximum depth. */
  upwards(role: number): number[] {
    const path = [role];
    let manager = this.managers[role] ?? NONE;
    for (let depth = 0; manager !== NONE && depth < MAX_DEPTH; depth++) {
      path.push(manager);
      manager = this.managers[manager] ?? NONE;
    }
    return path;
  }

  /** The numbers of all defined roles. */
  all(): number[] {
    return [...this.ids.keys()].filter((role) => this.defined[role]);
  }

  policyOf(role: number): RolePolicy {
    const manager = this.managers[role] ?? NONE;
    return {
      id: this.idOf(role),
      grants: this.grantsOf(role),
      ...(manager !== NONE && { managerRoleId: this.idOf(manager) }),
    };
  }

  private grantsOf(role: number): Grants {
    const grants: Record<string, true | readonly ScopeName[]> = {};
    const { permissions, width, implied, impliedAt } = this.plan;
    for (const { key, kind, index } of permissions) {
      const at = impliedAt[index] ?? -1;
      const bits = (at === -1 ? this.closed[role * width + index] : this.given[role * implied.length + at]) ?? 0;
      if (bits !== 0) grants[key] = kind === 'toggle' ? true : scopeNames(bits);
    }
    return grants;
  }

  private numberOf(id: string): number {
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    const role = this.free.pop() ?? this.ids.length;
    this.numbers.set(id, role);
    this.ids[role] = id;
    this.defined[role] = false;
    this.managers[role] = NONE;
    this.uses[role] = 0;
    this.makeRoomFor(role);
    return role;
  }

  private moveBelow(role: number, manager: number): void {
    const before = this.managers[role] ?? NONE;
    this.managers[role] = manager;
    if (before !== NONE) this.release(before);
  }

  private forgetIfUnused(role: number): void {
    if (this.defined[role] || (this.uses[role] ?? 0) > 0) return;
    const id = this.ids[role];
    if (id === undefined) return;
    this.numbers.delete(id);
    this.ids[role] = undefined;
    this.free.push(role);
  }

  private makeRoomFor(role: number): void {
    const { width, implied } = this.plan;
    if ((role + 1) * width <= this.closed.length) return;
    this.closed = grown(this.closed, (role + 1) * width);
    this.given = grown(this.given, (role + 1) * implied.length);
  }
}

function grown(bytes: Uint8Array, wanted: number): Uint8Array {
  const larger = new Uint8Array(Math.ceil(wanted * 1.25));
  larger.set(bytes);
  return larger;
}
