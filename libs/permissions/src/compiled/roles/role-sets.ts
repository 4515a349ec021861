import { Interned } from '../interned.js';
import type { Roles } from './roles.js';

const EMPTY: readonly number[] = [];
export const SEVERAL = -1;
/** The set of members without a role. */
export const NO_ROLES = 0;

/** The lists of roles that members hold, in the order in which they were given. Each list is stored once. */
export class RoleSets {
  /** By set: its only role, or `SEVERAL` where it has none or more than one. */
  readonly only: number[] = [SEVERAL];
  private readonly sets = new Interned<readonly number[]>((roles) => roles.join());

  constructor(private readonly roles: Roles) {
    this.sets.acquire(EMPTY);
  }

  /** The set for one more member. */
  acquire(roleIds: readonly string[]): number {
    if (roleIds.length === 0) return NO_ROLES;
    const held = [...new Set(roleIds)].map((id) => this.roles.acquire(id));
    const set = this.sets.acquire(held);
    this.only[set] = held.length === 1 ? (held[0] ?? SEVERAL) : SEVERAL;
    // A set counts as one use of each of its roles, however many members have it.
    if (this.sets.at(set) !== held) for (const role of held) this.roles.release(role);
    return set;
  }

  release(set: number): void {
    if (set === NO_ROLES) return;
    for (const role of this.sets.release(set) ?? EMPTY) this.roles.release(role);
  }

  at(set: number): readonly number[] {
    return this.sets.at(set) ?? EMPTY;
  }

  /** By set: 1 where one of these roles is in it. */
  holding(roles: ReadonlySet<number>): Uint8Array {
    return this.sets.marks((held) => held.some((role) => roles.has(role)));
  }
}
