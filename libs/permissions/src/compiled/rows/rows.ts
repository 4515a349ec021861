import { Moment } from '../evaluation/moment.js';
import type { Plan } from '../plan.js';
import type { Roles } from '../roles/roles.js';
import type { RoleSets } from '../roles/role-sets.js';
import {
  ACCOUNT_OWNER,
  ACCOUNT_SUSPENDED,
  EXCEPTION_DENY,
  MEMBER_NOT_ACTIVE,
  NOT_GRANTABLE,
  UNKNOWN_MEMBER,
} from '../evaluation/verdict.js';
import { givenBy, isDenied, touches, type HeldException } from './exceptions.js';

/** What is in a row for each permission: the scope bits (below 64), or from here on the reason that ends it. */
export const REASON_CODES = 64;
/** Or that an expiry or a project decides: the exceptions must be looked at. */
export const LOOK = 127;

/** Rows that are always there. */
export const ABSENT_ROW = 0;
export const INACTIVE_ROW = 1;
export const OWNER_ROW = 2;
const FIXED = 3;
const NOTHING = -1;

/**
 * What members may do, a byte for each permission. Members with the same roles and agent access and without exceptions
 * share a row. Nothing in a row depends on the clock.
 */
export class Rows {
  codes: Uint8Array;
  private suspended = false;
  /** By row, what it is made from: the set of roles, twice, and one more with agent access; `NOTHING` where it is not in use. */
  private readonly makings: number[] = [NOTHING, NOTHING, NOTHING];
  /** By row: the exceptions that made it somebody's own. */
  private readonly exceptions: (readonly HeldException[] | undefined)[] = [undefined, undefined, undefined];
  private readonly shared = new Map<number, number>();
  private readonly uses: number[] = [1, 1, 1];
  private readonly free: number[] = [];
  private readonly moment = new Moment();

  constructor(
    private readonly plan: Plan,
    private readonly roles: Roles,
    private readonly sets: RoleSets,
    expected: number,
  ) {
    this.codes = new Uint8Array((FIXED + expected) * plan.width);
    this.writeFixed();
  }

  /** The row of one more member. */
  acquire(set: number, hasAgentAccess: boolean, exceptions: readonly HeldException[] | undefined): number {
    const making = set * 2 + Number(hasAgentAccess);
    const known = exceptions ? undefined : this.shared.get(making);
    if (known !== undefined) {
      this.uses[known] = (this.uses[known] ?? 0) + 1;
      return known;
    }
    const row = this.free.pop() ?? this.makings.length;
    this.makings[row] = making;
    this.exceptions[row] = exceptions;
    this.uses[row] = 1;
    if (!exceptions) this.shared.set(making, row);
    this.makeRoomFor(row);
    this.write(row);
    return row;
  }

  release(row: number): void {
    if (row < FIXED) return;
    const left = (this.uses[row] ?? 0) - 1;
    this.uses[row] = left;
    if (left > 0) return;
    if (!this.exceptions[row]) this.shared.delete(this.makings[row] ?? NOTHING);
    this.makings[row] = NOTHING;
    this.exceptions[row] = undefined;
    this.free.push(row);
  }

  /** The exceptions that made this row somebody's own. */
  exceptionsOf(row: number): readonly HeldException[] | undefined {
    return this.exceptions[row];
  }

  /** What roles, agent access and `everyone` give to those of this row. */
  inherited(row: number, index: number): number {
    const { width, everyone, agents } = this.plan;
    let bits = everyone[index] ?? 0;
    if (this.hasAgentAccess(row)) bits |= agents[index] ?? 0;
    for (const role of this.rolesOf(row)) bits |= this.roles.closed[role * width + index] ?? 0;
    return bits;
  }

  suspend(suspended: boolean): void {
    if (this.suspended === suspended) return;
    this.suspended = suspended;
    this.writeFixed();
    for (let row = FIXED; row < this.makings.length; row++) this.write(row);
  }

  /** After a change of what these roles give. */
  rewrite(roles: ReadonlySet<number>): void {
    const marks = this.sets.holding(roles);
    this.makings.forEach((making, row) => {
      if (making !== NOTHING && marks[making >> 1]) this.write(row);
    });
  }

  private writeFixed(): void {
    const { width, permissions } = this.plan;
    this.codes.fill(REASON_CODES + UNKNOWN_MEMBER, ABSENT_ROW * width, (ABSENT_ROW + 1) * width);
    this.codes.fill(REASON_CODES + MEMBER_NOT_ACTIVE, INACTIVE_ROW * width, (INACTIVE_ROW + 1) * width);
    for (const { index, whileSuspended } of permissions)
      this.codes[OWNER_ROW * width + index] =
        REASON_CODES + (this.suspended && !whileSuspended ? ACCOUNT_SUSPENDED : ACCOUNT_OWNER);
  }

  private write(row: number): void {
    if (this.makings[row] === NOTHING) return;
    const { width, permissions } = this.plan;
    const first = row * width;
    for (let index = 0; index < width; index++) this.codes[first + index] = this.plan.everyone[index] ?? 0;
    if (this.hasAgentAccess(row)) this.join(first, this.plan.agents, 0);
    for (const role of this.rolesOf(row)) this.join(first, this.roles.closed, role * width);
    const exceptions = this.exceptions[row];
    if (exceptions) this.writeExceptions(first, exceptions);
    for (let index = 0; index < width; index++) {
      const permission = permissions[index];
      if (this.suspended && !permission?.whileSuspended) this.codes[first + index] = REASON_CODES + ACCOUNT_SUSPENDED;
      else if (!permission?.grantable) this.codes[first + index] = REASON_CODES + NOT_GRANTABLE;
    }
  }

  private join(first: number, from: Uint8Array, offset: number): void {
    const { codes } = this;
    const { width } = this.plan;
    for (let index = 0; index < width; index++) {
      const at = first + index;
      codes[at] = (codes[at] ?? 0) | (from[offset + index] ?? 0);
    }
  }

  private writeExceptions(first: number, exceptions: readonly HeldException[]): void {
    const { width, bases, permissions } = this.plan;
    for (let index = 0; index < width; index++) {
      const base = bases[index] ?? index;
      const isOfProject = permissions[index]?.level === 'project';
      let touched = false;
      let needsLook = false;
      for (const exception of exceptions) {
        if (!touches(exception, index, base) || (exception.projectId !== undefined && !isOfProject)) continue;
        touched = true;
        if (exception.projectId !== undefined || exception.expiresAt !== Infinity) needsLook = true;
      }
      if (!touched) continue;
      const at = first + index;
      if (needsLook) this.codes[at] = LOOK;
      else if (isDenied(exceptions, index, base, undefined, this.moment.at(0)))
        this.codes[at] = REASON_CODES + EXCEPTION_DENY;
      else this.codes[at] = (this.codes[at] ?? 0) | givenBy(exceptions, index, undefined, this.moment);
    }
  }

  private rolesOf(row: number): readonly number[] {
    return this.sets.at((this.makings[row] ?? 0) >> 1);
  }

  private hasAgentAccess(row: number): boolean {
    return ((this.makings[row] ?? 0) & 1) === 1;
  }

  private makeRoomFor(row: number): void {
    const wanted = (row + 1) * this.plan.width;
    if (wanted <= this.codes.length) return;
    const larger = new Uint8Array(Math.ceil(wanted * 1.25));
    larger.set(this.codes);
    this.codes = larger;
  }
}
