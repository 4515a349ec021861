import type { MemberPolicy, MemberStatus } from '../policy/policy.js';
import { Interned } from './interned.js';
import type { RoleSets } from './roles/role-sets.js';
import { NO_ROLES } from './roles/role-sets.js';
import type { HeldException } from './rows/exceptions.js';
import { ABSENT_ROW, INACTIVE_ROW, OWNER_ROW, type Rows } from './rows/rows.js';

/** The chain of managers is at most this long: a longer walk would be a cycle. */
const MAX_DEPTH = 32;
const NONE = -1;

const STATUSES: readonly (MemberStatus | undefined)[] = [undefined, 'invited', 'active', 'inactive', 'revoked'];
const ABSENT = 0;
const ACTIVE = 2;
const STATUS_MASK = 7;
const AGENT_ACCESS = 8;

export interface TeamEnd {
  readonly teamId: string;
  readonly expiresAt: number;
}
const NO_TEAMS = 0;
const EMPTY: readonly TeamEnd[] = [];

/**
 * The members of an account under small numbers, and what is known of each in arrays by number. One who is only named, as
 * somebody's manager, has a number too, and the row of those who are not there.
 */
export class Members {
  readonly numbers = new Map<string, number>();
  /** By member: his row in `Rows`. */
  row = new Int32Array(0);
  /** By member: his set in `RoleSets`. */
  set = new Int32Array(0);
  size = 0;
  private readonly ids: (string | undefined)[] = [];
  private manager = new Int32Array(0);
  private reports = new Int32Array(0);
  private state = new Uint8Array(0);
  /** By member; empty as long as nobody is on a team. */
  private team = new Int32Array(0);
  private readonly teams = new Interned<readonly TeamEnd[]>((ends) => JSON.stringify(ends));
  private readonly exceptions = new Map<number, readonly HeldException[]>();
  private readonly free: number[] = [];

  constructor(
    private readonly sets: RoleSets,
    private readonly rows: Rows,
    expected: number,
  ) {
    this.teams.acquire(EMPTY);
    this.grow(expected);
  }

  /** Adds a member, or makes him what this says. */
  put(policy: MemberPolicy, exceptions: readonly HeldException[] | undefined, isOwner: boolean): void {
    const member = this.numberOf(policy.id);
    if (!this.isPresent(member)) this.size += 1;
    this.state[member] = STATUSES.indexOf(policy.status) | (policy.agentAccess ? AGENT_ACCESS : 0);
    this.manage(member, policy.managerId ? this.numberOf(policy.managerId) : NONE);
    this.assignTeams(member, this.acquireTeams(policy));
    if (exceptions) this.exceptions.set(member, exceptions);
    else this.exceptions.delete(member);
    const before = this.set[member] ?? NO_ROLES;
    this.set[member] = this.sets.acquire(policy.roleIds);
    this.assignRow(member, isOwner);
    this.sets.release(before);
  }

  remove(id: string): void {
    const member = this.numbers.get(id);
    if (member === undefined || !this.isPresent(member)) return;
    this.size -= 1;
    this.state[member] = ABSENT;
    this.exceptions.delete(member);
    this.assignRow(member, false);
    this.sets.release(this.set[member] ?? NO_ROLES);
    this.set[member] = NO_ROLES;
    this.assignTeams(member, NO_TEAMS);
    this.manage(member, NONE);
    this.forgetIfUnused(member);
  }

  /** Ownership is in the row. */
  assignRow(member: number, isOwner: boolean): void {
    const before = this.row[member] ?? ABSENT_ROW;
    this.row[member] = this.rowFor(member, isOwner);
    this.rows.release(before);
  }

  find(id: string): number | undefined {
    const member = this.numbers.get(id);
    return member !== undefined && this.isPresent(member) ? member : undefined;
  }

  isPresent(member: number): boolean {
    return ((this.state[member] ?? ABSENT) & STATUS_MASK) !== ABSENT;
  }

  idOf(member: number): string {
    return this.ids[member] ?? '';
  }

  /** The same string, but the one that is kept here anyway. */
  canonical(id: string): string {
    const member = this.numbers.get(id);
    return (member === undefined ? undefined : this.ids[member]) ?? id;
  }

  /** Numbers are below this one. */
  get end(): number {
    return this.ids.length;
  }

  setOf(member: number): number {
    return this.set[member] ?? NO_ROLES;
  }

  teamsOf(member: number): readonly TeamEnd[] {
    return this.teams.at(this.teamOf(member)) ?? EMPTY;
  }

  /** His list of teams, by its number. */
  teamOf(member: number): number {
    return this.team[member] ?? NO_TEAMS;
  }

  /** The lists of teams that members have, each once. */
  teamEnds(): (readonly TeamEnd[])[] {
    return this.teams.inUse();
  }

  /** By list of teams: 1 where it has one of these, unexpired. */
  onTeams(teamIds: ReadonlySet<string>, now: number): Uint8Array {
    return this.teams.marks((ends) => ends.some(({ teamId, expiresAt }) => expiresAt > now && teamIds.has(teamId)));
  }

  exceptionsOf(member: number): readonly HeldException[] | undefined {
    return this.exceptions.get(member);
  }

  /** Whether following the member's manager upwards reaches the other one. */
  isManagedBy(member: number, above: number): boolean {
    let manager = this.manager[member] ?? NONE;
    for (let depth = 0; manager !== NONE && depth < MAX_DEPTH; depth++) {
      if (manager === above) return true;
      manager = this.manager[manager] ?? NONE;
    }
    return false;
  }

  /** A member and his chain of managers, as far as a walk goes. */
  upwards(member: number): number[] {
    const path = [member];
    let manager = this.manager[member] ?? NONE;
    for (let depth = 0; manager !== NONE && depth < MAX_DEPTH; depth++) {
      path.push(manager);
      manager = this.manager[manager] ?? NONE;
    }
    return path;
  }

  managerOf(member: number): number | undefined {
    const manager = this.manager[member] ?? NONE;
    return manager === NONE ? undefined : manager;
  }

  statusOf(member: number): MemberStatus | undefined {
    return STATUSES[(this.state[member] ?? ABSENT) & STATUS_MASK];
  }

  hasAgentAccess(member: number): boolean {
    return ((this.state[member] ?? ABSENT) & AGENT_ACCESS) !== 0;
  }

  private rowFor(member: number, isOwner: boolean): number {
    const status = (this.state[member] ?? ABSENT) & STATUS_MASK;
    if (status !== ACTIVE) return status === ABSENT ? ABSENT_ROW : INACTIVE_ROW;
    if (isOwner) return OWNER_ROW;
    return this.rows.acquire(this.set[member] ?? NO_ROLES, this.hasAgentAccess(member), this.exceptions.get(member));
  }

  private numberOf(id: string): number {
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    const member = this.free.pop() ?? this.ids.length;
    this.numbers.set(id, member);
    this.ids[member] = id;
    if (member >= this.row.length) this.grow(Math.ceil((member + 1) * 1.25));
    this.manager[member] = NONE;
    return member;
  }

  private manage(member: number, manager: number): void {
    const before = this.manager[member] ?? NONE;
    this.manager[member] = manager;
    if (manager !== NONE) this.reports[manager] = (this.reports[manager] ?? 0) + 1;
    if (before === NONE) return;
    this.reports[before] = (this.reports[before] ?? 0) - 1;
    this.forgetIfUnused(before);
  }

  private forgetIfUnused(member: number): void {
    if (this.isPresent(member) || (this.reports[member] ?? 0) > 0) return;
    const id = this.ids[member];
    if (id === undefined) return;
    this.numbers.delete(id);
    this.ids[member] = undefined;
    this.free.push(member);
  }

  private acquireTeams({ teams }: MemberPolicy): number {
    if (!teams || teams.length === 0) return NO_TEAMS;
    const ends = new Map(teams.map(({ teamId, expiresAt }) => [teamId, expiresAt ?? Infinity]));
    return this.teams.acquire([...ends].map(([teamId, expiresAt]) => ({ teamId, expiresAt })));
  }

  private assignTeams(member: number, team: number): void {
    const before = this.team[member] ?? NO_TEAMS;
    if (team !== NO_TEAMS && this.team.length === 0) this.team = new Int32Array(this.row.length);
    if (this.team.length > 0) this.team[member] = team;
    if (before !== NO_TEAMS) this.teams.release(before);
  }

  private grow(capacity: number): void {
    this.row = grown(this.row, capacity);
    this.set = grown(this.set, capacity);
    this.manager = grown(this.manager, capacity);
    this.reports = grown(this.reports, capacity);
    if (this.team.length > 0) this.team = grown(this.team, capacity);
    const state = new Uint8Array(capacity);
    state.set(this.state);
    this.state = state;
  }
}

function grown(numbers: Int32Array<ArrayBuffer>, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity);
  larger.set(numbers);
  return larger;
}
