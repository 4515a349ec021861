import { effective, type Held } from '../effective/effective.js';
import type { Exception, Member, Snapshot } from '../snapshot/snapshot.js';

/** Somebody in a state of the account: in a project, or outside of them. */
export interface Place {
  readonly snapshot: Snapshot;
  readonly memberId: string;
  readonly projectId: string | undefined;
}

/**
 * What members hold at an instant, found out once for all who stand alike: a change of one role among many members, or
 * of one member, asks for little more than what changed.
 */
export class Holdings {
  private readonly known = new Map<string, Held>();
  private readonly rows = new Map<string, number>();
  private readonly rowOf = new Map<Member['roleSet'], number>();

  constructor(private readonly now: number) {}

  /** What is held of account level; in a project, of project level, by a partner's member everything. */
  of(place: Place): Held {
    const standing = this.standingOf(place);
    const known = this.known.get(standing);
    if (known) return known;
    const held = this.heldAt(place);
    this.known.set(standing, held);
    return held;
  }

  private heldAt({ snapshot, memberId, projectId }: Place): Held {
    const { permissions } = effective(snapshot, memberId, this.now, projectId);
    if (projectId === undefined || !snapshot.members.has(memberId)) return permissions;
    return Object.fromEntries(
      Object.entries(permissions).filter(([key]) => snapshot.catalogue.find(key)?.level === 'project'),
    );
  }

  /**
   * All that decides what is held, in one line. Whoever has equal lines holds the same, in both states of the account.
   */
  private standingOf({ snapshot, memberId, projectId }: Place): string {
    const member = snapshot.members.get(memberId) ?? snapshot.partners.get(memberId);
    if (!member) return 'unknown';
    const { status, agentAccess, roleSet, partner } = member;
    const exceptions = member.exceptions.filter(({ expiresAt }) => expiresAt > this.now);
    return [
      snapshot.catalogue.hash,
      snapshot.suspended,
      memberId === snapshot.ownerMemberId,
      status,
      agentAccess,
      this.numberOf(roleSet),
      partner ? `partner ${partner.suspended}` : '',
      projectId === undefined ? 'account' : this.inProject(snapshot, member, projectId),
      // Exceptions of a project count by its name.
      ...(exceptions.length > 0 ? [projectId ?? '', ...exceptions.map(lineOf)] : []),
    ].join(' ');
  }

  private inProject(snapshot: Snapshot, { id, partner }: Member, projectId: string): string {
    const project = snapshot.projects.get(projectId);
    if (!project || (partner && !partner.projectIds.has(projectId))) return 'nowhere';
    const isOnTeam = (project.team.get(id) ?? -Infinity) > this.now;
    return `project ${project.ownerMemberId === id} ${isOnTeam}`;
  }

  /** The same number for the same bits, whichever the roles that give them. */
  private numberOf(roleSet: Member['roleSet']): number {
    const known = this.rowOf.get(roleSet);
    if (known !== undefined) return known;
    const bits = roleSet.row.join();
    const number = this.rows.get(bits) ?? this.rows.size;
    this.rows.set(bits, number);
    this.rowOf.set(roleSet, number);
    return number;
  }
}

const lineOf = ({ effect, index, row, projectId }: Exception): string =>
  `${effect} ${index} ${row?.[index] ?? ''} ${projectId ?? ''};`;
