import type { OwnerPredicate } from '../../filter/filter.js';
import { OWN, SAME_ROLE, SUBORDINATE, TEAM, UNOWNED } from '../../scope/scope.js';
import type { Moment } from './moment.js';
import { givenBy } from '../rows/exceptions.js';
import { SEVERAL } from '../roles/role-sets.js';
import type { Tables } from '../tables.js';

/** Whether what a member holds (short of ALL) of a permission reaches records of an owner. */
export class Reach {
  // What single records need, close at hand.
  private readonly members: ReadonlyMap<string, number>;
  private readonly width: number;
  /** The bits that are seen by role. */
  private readonly byRole: number;
  private readonly byManagers: boolean;
  private rowOf: Int32Array;
  private setOf: Int32Array;
  private closed: Uint8Array;

  constructor(
    private readonly tables: Tables,
    private readonly moment: Moment,
  ) {
    const { members, roles, plan } = tables;
    this.members = members.numbers;
    this.width = plan.width;
    this.byRole = plan.byTree ? SAME_ROLE | SUBORDINATE : SAME_ROLE;
    this.byManagers = plan.byManagers;
    this.rowOf = members.row;
    this.setOf = members.set;
    this.closed = roles.closed;
  }

  /** To be called when the tables have changed: they may have grown. */
  follow(): void {
    const { members, roles } = this.tables;
    this.rowOf = members.row;
    this.setOf = members.set;
    this.closed = roles.closed;
  }

  /** `ownerId`: null for nobody's. `projectId`: the project that the question is decided in. */
  covers(member: number, index: number, bits: number, ownerId: string | null, projectId: string | undefined): boolean {
    if (ownerId === null) return (bits & UNOWNED) !== 0;
    const owner = this.members.get(ownerId);
    // An owner who is no member (deleted, withdrawn, unknown) is reached by ALL only.
    if (owner === undefined) return false;
    if (owner === member) return (bits & OWN) !== 0;
    if ((bits & SUBORDINATE) !== 0 && this.byManagers && this.tables.members.isManagedBy(owner, member)) return true;
    const byRole = bits & this.byRole;
    if (byRole !== 0 && this.fromRoles(member, owner, index, byRole, projectId)) return true;
    return (bits & TEAM) !== 0 && this.tables.teamsEnabled && this.sharesTeam(member, owner);
  }

  /** The same for all owners at once. Teams lean on every membership of theirs, whoever's it is. */
  predicate(member: number, index: number, bits: number, projectId: string | undefined): OwnerPredicate {
    const { members, roles, plan, teamsEnabled } = this.tables;
    return {
      memberId: members.idOf(member),
      roleIds: this.rolesReached(member, index, bits, projectId).map((role) => roles.idOf(role)),
      teamIds: (bits & TEAM) !== 0 && teamsEnabled ? this.teamsReached(member) : [],
      managed: (bits & SUBORDINATE) !== 0 && plan.byManagers,
      unowned: (bits & UNOWNED) !== 0,
    };
  }

  private rolesReached(member: number, index: number, bits: number, projectId: string | undefined): number[] {
    const { members, roles, rows, sets, plan } = this.tables;
    const exceptions = rows.exceptionsOf(members.row[member] ?? 0);
    const fromAny = exceptions ? givenBy(exceptions, index, projectId, this.moment) : 0;
    const seeing = (bit: number) =>
      (bits & bit) === 0
        ? []
        : sets
            .at(members.set[member] ?? 0)
            .filter(
              (role) =>
                roles.isDefined(role) && (((roles.closed[role * plan.width + index] ?? 0) | fromAny) & bit) !== 0,
            );
    const above = plan.byTree ? seeing(SUBORDINATE) : [];
    const below =
      above.length === 0 ? [] : roles.all().filter((role) => above.some((each) => roles.isBelow(role, each)));
    return [...new Set([...seeing(SAME_ROLE), ...below])];
  }

  private teamsReached(member: number): string[] {
    const { members } = this.tables;
    const mine = members.teamsOf(member).filter(({ expiresAt }) => !this.moment.isExpired(expiresAt));
    const teamIds = new Set(mine.map(({ teamId }) => teamId));
    for (const ends of members.teamEnds())
      for (const { teamId, expiresAt } of ends)
        if (teamIds.has(teamId) && !this.moment.isExpired(expiresAt)) this.moment.leansOn(expiresAt);
    return [...teamIds];
  }

  /**
   * By role, a bit is seen from the roles that granted this permission with that bit, and from any role of the member
   * where an exception gave it.
   */
  private fromRoles(
    member: number,
    owner: number,
    index: number,
    bits: number,
    projectId: string | undefined,
  ): boolean {
    const { rows, sets } = this.tables;
    const mine = this.setOf[member] ?? 0;
    const theirs = this.setOf[owner] ?? 0;
    const exceptions = rows.exceptionsOf(this.rowOf[member] ?? 0);
    const fromAny = exceptions ? givenBy(exceptions, index, projectId, this.moment) & bits : 0;
    const role = sets.only[mine] ?? SEVERAL;
    const other = sets.only[theirs] ?? SEVERAL;
    if (role !== SEVERAL && other !== SEVERAL) return this.sees(role, other, index, bits, fromAny);
    return sets.at(mine).some((held) => sets.at(theirs).some((owned) => this.sees(held, owned, index, bits, fromAny)));
  }

  /** Whether who holds `role` sees the records of who holds `other`, with the bits that the role gave or an exception. */
  private sees(role: number, other: number, index: number, bits: number, fromAny: number): boolean {
    const { roles } = this.tables;
    const given = (this.closed[role * this.width + index] ?? 0) & bits;
    const seen = fromAny !== 0 && roles.isDefined(role) ? given | fromAny : given;
    if (role === other && (seen & SAME_ROLE) !== 0) return true;
    return (seen & SUBORDINATE) !== 0 && roles.isBelow(other, role);
  }

  /** In any team; the last that they share to end is how long it lasts. */
  private sharesTeam(member: number, owner: number): boolean {
    const { members } = this.tables;
    const others = members.teamsOf(owner);
    if (others.length === 0) return false;
    let lasts = -Infinity;
    for (const { teamId, expiresAt } of members.teamsOf(member))
      for (const other of others)
        if (other.teamId === teamId) lasts = Math.max(lasts, Math.min(expiresAt, other.expiresAt));
    if (this.moment.isExpired(lasts)) return false;
    this.moment.leansOn(lasts);
    return true;
  }
}
