import type { Changed } from '../policy/delta.js';
import type { ExceptionPolicy, MemberStatus, PartnerPolicy, ProjectPolicy } from '../policy/policy.js';
import type { Plan } from './plan.js';
import { exceptionPolicy, heldExceptions, type HeldException } from './rows/exceptions.js';

export interface Project {
  readonly id: string;
  readonly ownerMemberId: string;
  /** Member → the instant at which he leaves the project team; Infinity for never. */
  readonly team: ReadonlyMap<string, number>;
}

/** A link to another account, whose members may be on project teams here. */
interface Link {
  readonly accountId: string;
  readonly isSuspended: boolean;
  readonly projectIds: ReadonlySet<string>;
  readonly visitors: readonly Visitor[];
}

/** A partner's member: known only in questions about projects that the link opens and on whose team he is. */
export interface Visitor {
  readonly id: string;
  readonly status: MemberStatus;
  readonly exceptions: readonly HeldException[] | undefined;
  readonly link: Link;
}

/** An account's projects with their teams, and who comes to them from elsewhere. */
export class Projects {
  private readonly projects = new Map<string, Project>();
  private readonly links = new Map<string, Link>();
  private visitors: ReadonlyMap<string, Visitor> = new Map();

  /** `canonical`: the same member id, but a string that is kept anyway. */
  constructor(
    private readonly plan: Plan,
    private readonly canonical: (memberId: string) => string,
  ) {}

  find(id: string): Project | undefined {
    return this.projects.get(id);
  }

  visitor(memberId: string): Visitor | undefined {
    return this.visitors.get(memberId);
  }

  write({ removed = [], set = [] }: Changed<ProjectPolicy>): void {
    for (const id of removed) this.projects.delete(id);
    for (const { id, ownerMemberId, team } of set) {
      const ends = team.map(({ memberId, expiresAt }) => [this.canonical(memberId), expiresAt ?? Infinity] as const);
      this.projects.set(id, { id, ownerMemberId: this.canonical(ownerMemberId), team: new Map(ends) });
    }
  }

  writePartners({ removed = [], set = [] }: Changed<PartnerPolicy>): void {
    for (const accountId of removed) this.links.delete(accountId);
    for (const partner of set) this.links.set(partner.accountId, this.linkOf(partner));
    this.visitors = new Map(
      [...this.links.values()].flatMap(({ visitors }) => visitors.map((each) => [each.id, each])),
    );
  }

  policies(): ProjectPolicy[] {
    return [...this.projects.values()].map((project) => this.policyOf(project));
  }

  policyOf({ id, ownerMemberId, team }: Project): ProjectPolicy {
    const members = [...team].map(([memberId, expiresAt]) => ({
      memberId,
      ...(expiresAt !== Infinity && { expiresAt }),
    }));
    return { id, ownerMemberId, team: members };
  }

  partnerPolicies(): PartnerPolicy[] {
    return [...this.links.values()].map(({ accountId, isSuspended, projectIds, visitors }) => ({
      accountId,
      status: isSuspended ? 'suspended' : 'active',
      projectIds: [...projectIds],
      members: visitors.map(({ id, status, exceptions }) => ({ id, status, ...this.saidExceptions(exceptions) })),
    }));
  }

  private saidExceptions(exceptions: readonly HeldException[] = []): { readonly exceptions?: ExceptionPolicy[] } {
    return exceptions.length > 0 ? { exceptions: exceptions.map((held) => exceptionPolicy(this.plan, held)) } : {};
  }

  private linkOf({ accountId, status, projectIds, members }: PartnerPolicy): Link {
    const visitors: Visitor[] = [];
    const link = { accountId, isSuspended: status !== 'active', projectIds: new Set(projectIds), visitors };
    for (const { id, status: standing, exceptions } of members)
      visitors.push({ id, status: standing, exceptions: heldExceptions(this.plan, exceptions), link });
    return link;
  }
}
