import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { chainHash, FIRST_HASH } from '../../apps/access/src/ledger/ledger/chain.js';
import type { AccountFixture, DecisionCase } from './decision-case.js';
import { NOW } from './decision-case.js';

/** An account that is there, with its owner alone, and has not been asked about the rest. */
export interface OpenedAccount {
  readonly accountId: string;
  readonly ownerId: string;
}

/** A suite's account as access keeps it, at one `later` of its cases. */
export interface FurnishedAccount extends OpenedAccount {
  /** From which on it is as the fixture says. */
  readonly version: number;
  /** The id behind a name; a new one for a name that the account lacks. */
  idOf(name: string): string;
  /** The instant on the real clock that stands for this one (in ms after `NOW`). */
  realTime(afterNow: number): number;
}

/** The clocks at which a suite is asked: each wants an account of its own, in which as much time is left. */
export const clocksOf = (cases: readonly DecisionCase[]): number[] => [
  ...new Set(cases.filter(askable).map(({ ask }) => ask.later ?? 0)),
];

/** Whoever asks over a wire cannot pass the clock in. */
export const askable = ({ ask }: DecisionCase): boolean => !ask.exactClock;

/**
 * Writes the fixture into the database of access as one change of the account, with a version and its row in the
 * ledger. It bypasses the contracts because some of them do not exist yet. Nothing else of the account may change
 * meanwhile.
 */
export async function furnish(
  adminUrl: string,
  { accountId, ownerId }: OpenedAccount,
  fixture: AccountFixture,
  later = 0,
): Promise<FurnishedAccount> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('begin');
    const furnishing = new Furnishing(client, accountId, fixture, new Map([[fixture.owner, ownerId]]), later);
    const version = await furnishing.write();
    await client.query('commit');
    return {
      accountId,
      ownerId,
      version,
      idOf: (name) => furnishing.idOf(name),
      realTime: (afterNow) => furnishing.realTime(NOW + afterNow),
    };
  } finally {
    await client.end();
  }
}

class Furnishing {
  private readonly startedAt = Date.now();
  private readonly roleIds = new Map<string, string>();

  constructor(
    private readonly client: Client,
    private readonly accountId: string,
    private readonly fixture: AccountFixture,
    private readonly ids: Map<string, string>,
    private readonly later: number,
  ) {}

  idOf(name: string): string {
    const id = this.ids.get(name) ?? uuidv7();
    this.ids.set(name, id);
    return id;
  }

  realTime(instant: number): number {
    return this.startedAt + (instant - NOW) - this.later;
  }

  /** Resolves with the version that it makes. */
  async write(): Promise<number> {
    await this.roles();
    await this.members();
    await this.memberRoles();
    await this.exceptions();
    await this.teams();
    await this.projects();
    await this.records();
    return this.change();
  }

  /** Those of the product are there already; the custom ones come after them. */
  private async roles(): Promise<void> {
    const { rows } = await this.client.query<{ id: string; slug: string }>(
      'select id, slug from roles where account_id = $1',
      [this.accountId],
    );
    for (const { id, slug } of rows) this.roleIds.set(slug, id);
    const { roles = [] } = this.fixture;
    for (const { slug } of roles) this.roleIds.set(slug, uuidv7());
    for (const [position, { slug, grants, manager }] of roles.entries()) {
      await this.insert('roles', {
        id: this.roleIds.get(slug),
        name: slug,
        description: '',
        grants: JSON.stringify(grants),
        position,
        manager_role_id: manager ? this.roleIds.get(manager) : null,
      });
    }
  }

  private async members(): Promise<void> {
    const members = Object.entries(this.fixture.members);
    for (const [name, { status, agentAccess = false }] of members) {
      if (name === this.fixture.owner) continue;
      const id = this.idOf(name);
      await this.insert('members', {
        id,
        user_id: status === 'invited' ? null : uuidv7(),
        email: `${name.toLowerCase()}.${id}@example.com`,
        first_name: name,
        last_name: 'Fixture',
        status,
        revision: 2,
        agent_access: agentAccess,
      });
    }
    for (const [name, { managerId }] of members) {
      const sql = 'update members set manager_id = $3 where account_id = $1 and id = $2';
      if (managerId) await this.client.query(sql, [this.accountId, this.idOf(name), this.idOf(managerId)]);
    }
  }

  /** A role that is gone has no row, and so nobody holds it. */
  private async memberRoles(): Promise<void> {
    await this.client.query('delete from member_roles where account_id = $1', [this.accountId]);
    for (const [name, { roles }] of Object.entries(this.fixture.members)) {
      const held = roles.flatMap((slug) => this.roleIds.get(slug) ?? []);
      for (const roleId of held) await this.insert('member_roles', { member_id: this.idOf(name), role_id: roleId });
    }
  }

  private async exceptions(): Promise<void> {
    for (const [name, { exceptions = [] }] of Object.entries(this.fixture.members)) {
      for (const { permission, effect, scope, projectId, expiresAt, reason } of exceptions) {
        await this.insert('member_exceptions', {
          id: uuidv7(),
          member_id: this.idOf(name),
          permission,
          effect,
          scope: scope ?? null,
          project_id: projectId ? this.idOf(projectId) : null,
          expires_at: this.expiry(expiresAt),
          reason: reason ?? null,
        });
      }
    }
  }

  private async teams(): Promise<void> {
    const known = new Set<string>();
    for (const [name, { teams = [] }] of Object.entries(this.fixture.members)) {
      for (const { teamId, expiresAt } of teams) {
        const team_id = this.idOf(`team ${teamId}`);
        if (!known.has(team_id)) await this.insert('teams', { id: team_id, name: teamId });
        known.add(team_id);
        await this.insert('team_members', { team_id, member_id: this.idOf(name), expires_at: this.expiry(expiresAt) });
      }
    }
  }

  private async projects(): Promise<void> {
    for (const { id, ownerMemberId, team } of this.fixture.projects ?? []) {
      const project_id = this.idOf(id);
      await this.insert('projects', { id: project_id, name: id, owner_member_id: this.idOf(ownerMemberId) });
      for (const { memberId, expiresAt } of team) {
        const member_id = this.idOf(memberId);
        await this.insert('project_members', { project_id, member_id, expires_at: this.expiry(expiresAt) });
      }
    }
  }

  private async records(): Promise<void> {
    for (const { type, id, owner, project, properties = {} } of this.fixture.records ?? []) {
      await this.insert('records', {
        type,
        id,
        owner_member_id: owner === null ? null : this.idOf(owner),
        project_id: project ? this.idOf(project) : null,
        properties: JSON.stringify(properties),
      });
    }
  }

  private async change(): Promise<number> {
    const { rows } = await this.client.query<{ version: string; hash: string | null }>(
      `update accounts a set status = $2, version = version + 1, changed_at = clock_timestamp() where id = $1
       returning version, (select hash from changes c where c.account_id = a.id order by c.version desc limit 1) as hash`,
      [this.accountId, this.fixture.status],
    );
    const previousHash = rows[0]?.hash ?? FIRST_HASH;
    const change = {
      accountId: this.accountId,
      version: Number(rows[0]?.version),
      at: new Date(this.startedAt).toISOString(),
      actor: { kind: 'service', name: 'test' },
      action: 'account.furnished',
      targetType: 'account',
      targetId: this.accountId,
      parts: [],
      requestId: 'test',
    } as const;
    await this.insert('changes', {
      version: change.version,
      at: change.at,
      actor: JSON.stringify(change.actor),
      action: change.action,
      target_type: change.targetType,
      target_id: change.targetId,
      parts: '[]',
      request_id: change.requestId,
      previous_hash: previousHash,
      hash: chainHash(previousHash, change),
    });
    return change.version;
  }

  private expiry(instant: number | null | undefined): Date | null {
    return typeof instant === 'number' ? new Date(this.realTime(instant)) : null;
  }

  private async insert(table: string, row: Record<string, unknown>): Promise<void> {
    const columns = ['account_id', ...Object.keys(row)];
    const places = columns.map((_, at) => `$${at + 1}`).join(', ');
    const sql = `insert into ${table} (${columns.join(', ')}) values (${places})`;
    await this.client.query(sql, [this.accountId, ...Object.values(row)]);
  }
}
