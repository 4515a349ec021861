import { jetstream } from '@nats-io/jetstream';
import {
  accountOwnershipTransferred,
  applyMember,
  checkOwnershipCandidate,
  evaluateCheck,
  findRoleGivers,
  getPlanFeatures,
  listRoles,
  ownershipCandidateNotEstablished,
  RosterError,
  setMemberRoles,
  takeAwayMember,
  type AccountState,
  type CallContext,
  type Caller,
  type CheckDecision,
  type Envelope,
  type FormerOwner,
  type MemberChange,
  type MemberRoles,
  type MemberState,
  type RoleGivers,
  type RoleGiversQuery,
  type RpcCaller,
} from '@roster/contracts';
import { Bus } from '@roster/service-kit';
import type { QueryResultRow } from 'pg';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';

import { migrations } from '../../apps/access/src/migrations/index.js';
import { declaredFor, keepDeclared } from '../harness/declared.js';
import { createTestDatabase, type TestDatabase } from '../harness/database.js';
import { createTestNats, type TestNats } from '../harness/nats.js';
import { patientCaller } from '../harness/patience.js';
import { Peer } from '../harness/peer.js';
import { query } from '../harness/statements.js';
import { answered } from '../harness/once-of-many.js';
import { startAccessReplica, type AccessReplica } from './access-replica.js';
import { insertIntoAccount } from './insert.js';
import { accountState, envelopeOf, memberState } from './people.js';

/** The access service with its own bus and database. The test plays everyone who talks to it over the bus. */
export class AccessWorld {
  private readonly open: (() => Promise<void>)[] = [];
  nats!: TestNats;
  test!: TestDatabase;
  replica!: AccessReplica;
  /** Calls as a permitted caller: as identity where the contract allows it, otherwise as the gateway. */
  rpc!: RpcCaller;
  /** The features of every account's plan. */
  planFeatures: readonly string[] = ['customRoles'];
  /** Member → why identity refuses to make them the owner. */
  readonly notEstablished = new Map<string, string>();
  /** What identity says about who gives roles: nobody, unless a test says so. */
  roleGivers: (input: RoleGiversQuery) => RoleGivers | Promise<RoleGivers> = () => ({ memberIds: [], connections: [] });
  private bus!: Bus;

  static async create(): Promise<AccessWorld> {
    const world = new AccessWorld();
    world.nats = await createTestNats();
    world.test = await createTestDatabase({ context: 'access', migrations });
    world.open.push(() => world.test.drop());
    world.bus = await world.connect('identity');
    const identity = patientCaller(world.bus);
    const gateway = patientCaller(await world.connect('gateway'));
    world.rpc = {
      call: (contract, input, context) =>
        (contract.callers.includes('identity') ? identity : gateway).call(contract, input, context),
    };
    world.open.push(await keepDeclared(world.nats.url, declaredFor('access')));
    await world.playBilling();
    await world.playIdentity();
    world.replica = await world.addReplica();
    return world;
  }

  /** Plays billing: every account has {@link planFeatures}. */
  private async playBilling(): Promise<void> {
    const billing = await this.connect('billing');
    billing.connection.subscribe(getPlanFeatures.subject, {
      callback: (_, message) => void message.respond(JSON.stringify({ features: this.planFeatures })),
    });
    await billing.connection.flush();
  }

  /** Plays identity: the members in {@link notEstablished} cannot become the owner, all others can. */
  private async playIdentity(): Promise<void> {
    new Peer(this.bus).answer(checkOwnershipCandidate, ({ memberId }) => {
      const reason = this.notEstablished.get(memberId);
      if (reason) throw new RosterError(ownershipCandidateNotEstablished, undefined, { details: { reason } });
      return {};
    });
    new Peer(this.bus).answer(findRoleGivers, (input) => this.roleGivers(input));
    await this.bus.connection.flush();
  }

  async connect(caller: Caller): Promise<Bus> {
    const bus = await Bus.connect({ servers: this.nats.url, caller, logger: pino({ level: 'silent' }) });
    this.open.push(() => bus.drain());
    return bus;
  }

  async addReplica(): Promise<AccessReplica> {
    const replica = await startAccessReplica(this.test, this.nats.url);
    this.open.push(() => replica.stop());
    return replica;
  }

  /** Ends what the world started: the bus first, then the rest in reverse order. */
  async close(): Promise<void> {
    await this.nats.remove();
    for (const step of this.open.splice(0).toReversed()) await step();
  }

  /** An active account with its owner. */
  async account(overrides: Partial<AccountState> = {}): Promise<AccountDouble> {
    const state = accountState(overrides);
    const account = new AccountDouble(this, state);
    await account.apply(memberState({ id: state.ownerMemberId }));
    await account.learnRoles();
    return account;
  }

  /** Sends a change by command. The same envelope has one effect, so on a slow machine it is simply sent again. */
  async apply(envelope: Envelope<MemberChange>): Promise<number> {
    return (await answered(() => this.rpc.call(applyMember, { envelope }))).version;
  }

  /** A change of the account alone. It is sent together with the owner's state. */
  applyAccount(state: AccountState): Promise<number> {
    return this.apply(envelopeOf(state, memberState({ id: state.ownerMemberId })));
  }

  /** Transfers the account to this member, by command. */
  applyTransfer(state: AccountState, member: MemberState, formerOwner: FormerOwner): Promise<number> {
    const envelope = envelopeOf(state, member);
    const data = { ...envelope.data, formerOwner };
    return this.apply({ ...envelope, type: accountOwnershipTransferred.subject, subject: state.id, data });
  }

  /** Publishes to the stream, as the relay of identity does. */
  async publish(envelope: Envelope): Promise<void> {
    const js = jetstream(this.bus.connection);
    await js.publish(envelope.type, JSON.stringify(envelope), { msgID: envelope.id });
  }

  /** A query that bypasses row-level security. */
  async query<T extends QueryResultRow>(
    sql: string,
    parameters: unknown[] = [],
    url = this.test.adminUrl,
  ): Promise<T[]> {
    return query<T>(url, sql, parameters);
  }
}

/** An account as identity stores it, and with the calls that its people make. */
export class AccountDouble {
  /** Slug → id. */
  readonly roles: Record<string, string> = {};

  constructor(
    private readonly world: AccessWorld,
    readonly state: AccountState,
  ) {}

  get id(): string {
    return this.state.id;
  }

  get owner(): string {
    return this.state.ownerMemberId;
  }

  async learnRoles(): Promise<void> {
    const { items } = await this.world.rpc.call(listRoles, {}, this.as(this.owner));
    for (const { slug, id } of items) if (slug) this.roles[slug] = id;
  }

  role(slug: string): string {
    const id = this.roles[slug];
    if (!id) throw new Error(`The account has no role ${slug}`);
    return id;
  }

  apply(member: MemberState): Promise<number> {
    return this.world.apply(envelopeOf(this.state, member));
  }

  /** A new member with these roles; resolves with their id. */
  async member(slugs: string[], overrides: Partial<MemberState> = {}): Promise<string> {
    const member = memberState({ roleIds: slugs.map((slug) => this.role(slug)), ...overrides });
    await this.apply(member);
    return member.id;
  }

  /** A new member with a custom role that grants this; resolves with their id. */
  async memberWith(grants: Record<string, true | string[]>, overrides: Partial<MemberState> = {}): Promise<string> {
    const roleId = uuidv7();
    await this.insert(`insert into roles (account_id, id, name, grants) values ($1, $2, $3, $4)`, [
      roleId,
      `Custom ${roleId}`,
      JSON.stringify(grants),
    ]);
    const member = memberState({ roleIds: [roleId], ...overrides });
    await this.apply(member);
    return member.id;
  }

  /** Writes by SQL what no contract writes yet; `$1` is the account. It makes a version like every change. */
  async insert(sql: string, parameters: unknown[]): Promise<void> {
    const version = await insertIntoAccount(this.world, this.id, { sql, parameters });
    // No event announces it, so the next call must name the version.
    await this.check(this.owner, 'self:view', version);
  }

  as(memberId: string): Partial<CallContext> {
    return { accountId: this.id, actor: { kind: 'session', memberId, userId: uuidv7(), sessionId: uuidv7() } };
  }

  setRoles(actorId: string, memberId: string, slugs: string[]): Promise<MemberRoles> {
    const roleIds = slugs.map((slug) => this.role(slug));
    return this.world.rpc.call(setMemberRoles, { memberId, roleIds }, this.as(actorId));
  }

  async takeAway(
    actorId: string,
    memberId: string,
    status: 'inactive' | 'revoked' | 'deleted' = 'revoked',
    revision = 0,
  ): Promise<number> {
    const input = { memberId, status, revision };
    return (await this.world.rpc.call(takeAwayMember, input, this.as(actorId))).version;
  }

  check(memberId: string, permission: string, atLeast?: number): Promise<CheckDecision> {
    const question = { accountId: this.id, memberId, permission, ...(atLeast !== undefined && { atLeast }) };
    return this.world.rpc.call(evaluateCheck, question);
  }

  async version(): Promise<number> {
    return (await this.check(this.owner, 'self:view')).version;
  }
}
