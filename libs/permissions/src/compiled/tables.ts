import type { Catalogue } from '../catalogue/catalogue.js';
import type { AccountDelta, Changed } from '../policy/delta.js';
import type { AccountPolicy, AccountStatus, MemberPolicy } from '../policy/policy.js';
import { Members } from './members.js';
import { planOf, type Plan } from './plan.js';
import { Projects } from './projects.js';
import { RoleSets } from './roles/role-sets.js';
import { Roles } from './roles/roles.js';
import { heldExceptions } from './rows/exceptions.js';
import { Rows } from './rows/rows.js';

/** An account as tables by number, which changes are written into. */
export class Tables {
  readonly plan: Plan;
  readonly roles: Roles;
  readonly sets: RoleSets;
  readonly rows: Rows;
  readonly members: Members;
  readonly projects: Projects;
  readonly accountId: string;
  version: number;
  status: AccountStatus = 'active';
  teamsEnabled = false;
  ownerMemberId: string;

  constructor(catalogue: Catalogue, policy: AccountPolicy) {
    this.plan = planOf(catalogue);
    this.roles = new Roles(this.plan, policy.roles.length);
    this.sets = new RoleSets(this.roles);
    // A row for each role and for each who has exceptions, as a rule; where that is too few, it grows.
    const exceptional = policy.members.filter(({ exceptions }) => exceptions && exceptions.length > 0).length;
    const rows = Math.min(policy.roles.length, policy.members.length) + exceptional;
    this.rows = new Rows(this.plan, this.roles, this.sets, rows);
    this.members = new Members(this.sets, this.rows, policy.members.length);
    this.projects = new Projects(this.plan, (id) => this.members.canonical(id));
    this.accountId = policy.accountId;
    this.version = policy.version;
    this.ownerMemberId = policy.ownerMemberId;
    const { status, teamsEnabled = false } = policy;
    this.write({
      status,
      teamsEnabled,
      roles: { set: policy.roles },
      members: { set: policy.members },
      projects: { set: policy.projects ?? [] },
      partners: { set: policy.partners ?? [] },
    });
  }

  apply(delta: AccountDelta): void {
    this.version = delta.version;
    this.write(delta);
  }

  private write(change: Omit<AccountDelta, 'accountId' | 'from' | 'version'>): void {
    const { status, teamsEnabled, ownerMemberId, roles, members, projects, partners } = change;
    if (status !== undefined) {
      this.status = status;
      this.rows.suspend(status !== 'active');
    }
    if (teamsEnabled !== undefined) this.teamsEnabled = teamsEnabled;
    if (roles) this.writeRoles(roles);
    const formerOwner = this.ownerMemberId;
    if (ownerMemberId !== undefined) this.ownerMemberId = ownerMemberId;
    if (members) this.writeMembers(members);
    if (ownerMemberId !== undefined) for (const id of [formerOwner, ownerMemberId]) this.writeRowOf(id);
    if (projects) this.projects.write(projects);
    if (partners) this.projects.writePartners(partners);
  }

  private writeRoles({ removed = [], set = [] }: NonNullable<AccountDelta['roles']>): void {
    const touched = new Set<number>();
    for (const id of removed) {
      const role = this.roles.remove(id);
      if (role !== undefined) touched.add(role);
    }
    for (const policy of set) touched.add(this.roles.define(policy));
    this.roles.place();
    this.rows.rewrite(touched);
  }

  private writeMembers({ removed = [], set = [] }: Changed<MemberPolicy>): void {
    for (const id of removed) this.members.remove(id);
    for (const policy of set) {
      const exceptions = heldExceptions(this.plan, policy.exceptions);
      this.members.put(policy, exceptions, policy.id === this.ownerMemberId);
    }
  }

  private writeRowOf(id: string): void {
    const member = this.members.find(id);
    if (member !== undefined) this.members.assignRow(member, id === this.ownerMemberId);
  }
}
