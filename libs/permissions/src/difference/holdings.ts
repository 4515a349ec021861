import { effective, type Held } from '../effective/effective.js';
import type { Exception, Member, Snapshot } from '../snapshot/snapshot.js';

/** A member in a state of the account: in a project, or outside of projects. */
export interface Place {
  readonly snapshot: Snapshot;
  readonly memberId: string;
  readonly projectId: string | undefined;
}

/**
 * What members hold at an instant, computed once for all members in the same position. So comparing two states costs
 * little more than what changed between them.
 */
export class Holdings {
  private readonly known = new Map<string, Held>();
  private readonly rows = new Map<string, number>();
  private readonly rowOf = new Map<Member['roleSet'], number>();

  constructor(private readonly now: number) {}

  /**
   * What the member holds at account level; in a project, at project level. For a partner's member in a project,
   * everything.
   */
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
   * A text of everything that decides what is held. Members with the same text hold the same, in both states of the
   * account.
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
      // Exceptions of a project depend on which project it is.
      ...(exceptions.length > 0 ? [projectId ?? '', ...exceptions.map(lineOf)] : []),
    ].join(' ');
  }

  private inProject(snapshot: Snapshot, { id, partner }: Member, projectId: string): string {
    const project = snapshot.projects.get(projectId);
    if (!project || (partner && !partner.projectIds.has(projectId))) return 'nowhere';
    const isOnTeam = (project.team.get(id) ?? -Infinity) > this.now;
    return `project ${project.ownerMemberId === id} ${isOnTeam}`;
  }

  /** A number for the bits that a role set gives. Sets that give the same bits have the same number. */
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
