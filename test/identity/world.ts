import { randomBytes, randomUUID } from 'node:crypto';

import {
  acceptInvitation,
  applyMember,
  checkAssignable,
  checkCovered,
  checkMemberEdit,
  checkOwnProject,
  checkPromises,
  checkRestorable,
  checkSeats,
  createSession,
  handOverRecords,
  identityActRecorded,
  inviteMembers,
  listMemberActs,
  openSubscription,
  recheckRoles,
  settlePromise,
  releaseSeats,
  resolveSession,
  revealToken,
  setMemberTeams,
  signUp,
  startOwnSso,
  type Subscription,
  takeAwayMember,
  useSeats,
  verifyEmail,
  type Act,
  type AppliedVersion,
  type Restorable,
  type ApplyMember,
  type AssignableRoles,
  type CallContext,
  type CheckCovered,
  type CheckedPromises,
  type CheckRequest,
  type CheckPromises,
  type CheckMemberEdit,
  type ClientOrigin,
  type CreateSession,
  type PersonActor,
  type ProjectId,
  type SessionStarted,
  type SignInAnswer,
  type Envelope,
  type EventContract,
  type HandedOver,
  type HandOverRecords,
  type MemberActs,
  type MemberActsQuery,
  type MemberId,
  type OpenSubscription,
  type RecheckRoles,
  type RoleIds,
  type RpcContract,
  type SeatKeys,
  type SeatPool,
  type SeatPoolQuery,
  type MemberTeams,
  type SetMemberTeams,
  type SignUp,
  type TakeAwayMember,
  type TakenAway,
  type TokenPurpose,
} from '@roster/contracts';
import { createLogger } from '@roster/service-kit';
import { Client, type QueryResultRow } from 'pg';

import { IdentityConfig } from '../../apps/identity/src/config.js';
import { entities } from '../../apps/identity/src/entities.js';
import { IdentityModule } from '../../apps/identity/src/identity.module.js';
import { migrations } from '../../apps/identity/src/migrations/index.js';
import { hashToken } from '../../apps/identity/src/core/tokens/token.js';
import { answerChecks } from '../harness/decisions.js';
import type { Peer } from '../harness/peer.js';
import { ServiceWorld, type Replica } from '../harness/service.js';
import { query } from '../harness/statements.js';
import { answerReserve, FREE_SEATS } from './seats.js';

export const PASSWORD = 'a long sentence that nobody guesses';
export const EDITOR = { id: randomUUID(), name: 'Editor' };

/** Where calls come from that are counted and name no other place. */
const SOMEWHERE: ClientOrigin = { address: '192.0.2.200' };

/** A person with an account and a session: the gateway puts these into the headers of their calls. */
export interface Owner {
  readonly email: string;
  readonly accountId: string;
  readonly memberId: string;
  readonly call: { readonly accountId: string; readonly actor: PersonActor };
}

/** `undefined` means no answer. */
type Answer<I, O> = (input: I) => O | undefined | Promise<O | undefined>;

/** The other services' answers, for a test to change, and what they were asked. */
export class Neighbours {
  readonly asked: { verb: string; input: unknown }[] = [];
  private readonly leave = new Map<string, () => void>();
  /** Whether access lets people do what they ask for. */
  may: (question: CheckRequest) => boolean = () => true;
  open: Answer<OpenSubscription, Subscription | undefined> = () => ({
    plan: {
      id: 'team',
      name: 'Team',
      price: 0,
      currency: 'USD',
      interval: 'month' as const,
      included: {},
      features: [],
    },
    price: 0,
    since: new Date().toISOString(),
    renewsAt: new Date().toISOString(),
    scheduled: null,
    endedOn: null,
  });
  reserve: Answer<SeatKeys, SeatPool> = () => FREE_SEATS;
  seats: Answer<SeatPoolQuery, SeatPool> = () => FREE_SEATS;
  use: Answer<SeatKeys, SeatPool> = () => FREE_SEATS;
  release: Answer<SeatKeys, SeatPool> = () => FREE_SEATS;
  assignable: Answer<RoleIds, AssignableRoles> = () => ({ roles: [EDITOR] });
  recheck: Answer<RecheckRoles, AssignableRoles> = () => ({ roles: [EDITOR] });
  /** Whoever is named as the granter answers, and may. */
  promises: Answer<CheckPromises, CheckedPromises> = ({ promises }) => ({
    version: 5,
    promises: promises.map(({ memberId, granterId, roleIds }) => ({ memberId, granterId, reason: null, roleIds })),
  });
  covered: Answer<CheckCovered, object> = () => ({});
  ownProject: Answer<ProjectId, object> = () => ({});
  takeAway: Answer<TakeAwayMember, TakenAway> = ({ successorId }) => ({
    version: 8,
    ...(successorId && { successorId }),
  });
  apply: Answer<ApplyMember, AppliedVersion> = () => ({ version: 7 });
  editable: Answer<CheckMemberEdit, object> = () => ({});
  teams: Answer<SetMemberTeams, MemberTeams> = ({ memberId }) => ({ memberId, teams: [], version: 6 });
  restorable: Answer<MemberId, Restorable> = () => ({ version: 7, seesMembers: true });
  handOver: Answer<HandOverRecords, HandedOver> = () => ({ count: 0, isDone: true });
  acts: Answer<MemberActsQuery, MemberActs> = () => ({ acts: [] });

  /** What was asked of this kind, in order. */
  inputs<T>(verb: string): T[] {
    return this.asked.filter((call) => call.verb === verb).map(({ input }) => input as T);
  }

  /** Nobody answers this any more. */
  gone(verb: string): void {
    this.leave.get(verb)?.();
  }

  listen(access: Peer, billing: Peer): void {
    answerChecks(access, (question) =>
      this.may(question)
        ? { allowed: true, reason: 'granted', scope: ['all'], version: 1 }
        : { allowed: false, reason: 'no_grant', scope: [], version: 1 },
    );
    this.note(access, checkAssignable, 'assignable', (input) => this.assignable(input));
    this.note(access, settlePromise, 'settle', () => ({}));
    this.note(access, recheckRoles, 'recheck', (input) => this.recheck(input));
    this.note(access, checkPromises, 'promises', (input) => this.promises(input));
    this.note(access, checkCovered, 'covered', (input) => this.covered(input));
    this.note(access, checkOwnProject, 'own-project', (input) => this.ownProject(input));
    this.note(access, takeAwayMember, 'take-away', (input) => this.takeAway(input));
    this.note(access, applyMember, 'apply', (input) => this.apply(input));
    this.note(access, checkMemberEdit, 'editable', (input) => this.editable(input));
    this.note(access, setMemberTeams, 'teams', (input) => this.teams(input));
    this.note(access, checkRestorable, 'restorable', (input) => this.restorable(input));
    this.note(access, listMemberActs, 'acts', (input) => this.acts(input));
    this.note(access, handOverRecords, 'hand-over', (input) => this.handOver(input));
    this.note(billing, openSubscription, 'open', (input) => this.open(input));
    this.note(billing, checkSeats, 'seats', (input) => this.seats(input));
    const noteReserve = (input: object) => this.asked.push({ verb: 'reserve', input });
    this.leave.set(
      'reserve',
      answerReserve(billing, noteReserve, (seats) => this.reserve(seats)),
    );
    this.note(billing, useSeats, 'use', (input) => this.use(input));
    this.note(billing, releaseSeats, 'release', (input) => this.release(input));
  }

  private note<I extends object, O extends object>(
    peer: Peer,
    contract: RpcContract<I, O>,
    verb: string,
    answer: Answer<I, O>,
  ): void {
    const leave = peer.answer(contract, (input) => {
      this.asked.push({ verb, input });
      return answer(input);
    });
    this.leave.set(verb, leave);
  }
}

/** Identity as in production. The other services are peers on the bus that only answer. */
export class IdentityWorld {
  readonly neighbours = new Neighbours();

  private constructor(
    readonly service: ServiceWorld<IdentityConfig>,
    private readonly peers: Record<'gateway' | 'notifications' | 'access' | 'billing', Peer>,
    private readonly admin: Client,
    private readonly settings: Record<string, string>,
  ) {}

  /** `settings`: environment variables besides those that identity cannot do without. */
  /**
   * The gateway, for people who prove who they are for each thing that wants it: when they last did, `authenticatedAt` of
   * their call says. `bareGateway` is for what a proof is about.
   */
  readonly gateway: Pick<Peer, 'call'> = {
    call: async (contract, input, call) => {
      const wants = contract.freshProof ?? (Object.is(contract, startOwnSso) ? 'factors' : 'sign-in');
      const { actor } = call ?? {};
      if (wants !== 'sign-in' && actor?.kind === 'session') await this.prove(actor);
      return this.bareGateway.call(contract, input, this.isLimited ? { client: SOMEWHERE, ...call } : call);
    },
  };

  static async create(settings: Record<string, string> = {}): Promise<IdentityWorld> {
    const own = {
      TOKEN_KEY: randomBytes(32).toString('base64'),
      PUBLIC_URL: 'http://localhost:3000',
      RATE_LIMITS: 'false',
      NODE_ENV: 'test',
      PASSWORD_COST: 'low',
      ...settings,
    };
    const options = { context: 'identity', config: IdentityConfig, entities, migrations } as const;
    const service = await ServiceWorld.create(IdentityModule, { ...options, entities: [...entities] });
    const [access, billing, notifications, gateway] = await Promise.all([
      service.peer('access'),
      service.peer('billing'),
      service.peer('notifications'),
      service.peer('gateway'),
    ]);
    const admin = new Client({ connectionString: service.database.migrationUrl });
    await admin.connect();
    const world = new IdentityWorld(service, { gateway, notifications, access, billing }, admin, own);
    world.neighbours.listen(access, billing);
    await world.start();
    return world;
  }

  private get isLimited(): boolean {
    return this.settings['RATE_LIMITS'] === 'true';
  }

  get bareGateway(): Peer {
    return this.peers.gateway;
  }

  private async prove({ sessionId, authenticatedAt }: PersonActor): Promise<void> {
    // Not by `sql`, where a test may have a transaction open.
    const { adminUrl } = this.service.database;
    const values = [sessionId, authenticatedAt ?? null];
    await query(adminUrl, 'update sessions set proved_at = $2, proof_purpose = null where id = $1', values);
  }

  get notifications(): Peer {
    return this.peers.notifications;
  }

  get access(): Peer {
    return this.peers.access;
  }

  get billing(): Peer {
    return this.peers.billing;
  }

  /** One more replica; its sweeps run at once. */
  start(): Promise<Replica<IdentityConfig>> {
    const logger = createLogger('test', process.env['TEST_LOG_LEVEL'] ?? 'silent');
    return this.service.start({ settings: this.settings, logger });
  }

  async close(): Promise<void> {
    await this.admin.end();
    await this.service.close();
  }

  /** As the migration's login, which sees every row. */
  async sql<R extends QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
    return (await this.admin.query<R>(text, values)).rows;
  }

  /** The acts in an account that identity has told of, for the audit trail, in their order. */
  async acts(accountId: string, action?: string): Promise<Act[]> {
    const rows = await this.sql<{ act: Act }>(
      `select act from (
         select id, case when subject = $2 then envelope -> 'data' else envelope #> '{data,act}' end as act from outbox
         where envelope ->> 'accountid' = $1) told
       where act is not null and ($3::text is null or act ->> 'action' = $3) order by id`,
      [accountId, identityActRecorded.subject, action ?? null],
    );
    return rows.map(({ act }) => act);
  }

  /** The events of a kind about one subject, as they were recorded. */
  async events<T extends object>(event: EventContract<T>, subject?: string): Promise<Envelope<T>[]> {
    const rows = await this.sql<{ envelope: Envelope<T> }>(
      `select envelope from outbox
       where subject = $1 and ($2::text is null or envelope ->> 'subject' = $2) order by id`,
      [event.subject, subject ?? null],
    );
    return rows.map(({ envelope }) => envelope);
  }

  async token(purpose: TokenPurpose, id: string, generation = 1): Promise<string> {
    return (await this.notifications.call(revealToken, { purpose, id, generation })).token;
  }

  async signUp(over: Partial<SignUp> & { email?: string; password?: string } = {}, call?: Partial<CallContext>) {
    const { email = address(), password = PASSWORD, ...rest } = over;
    const owner = { email, password, firstName: 'Olivia', lastName: 'Owner' };
    return this.gateway.call(signUp, { name: 'Acme', preset: 'ortto', planId: 'team', owner, ...rest }, call);
  }

  /** The link that was mailed to the owner of this new account. */
  async verificationToken(accountId: string): Promise<string> {
    const [pending] = await this.sql<{ id: string }>('select id from sign_ups where account_id = $1', [accountId]);
    if (!pending) throw new Error('There is no open sign-up');
    return this.token('email-verification', pending.id);
  }

  async openAccount(over: Parameters<IdentityWorld['signUp']>[0] = {}, call?: Partial<CallContext>): Promise<Owner> {
    const email = over.email ?? address();
    const { account } = await this.signUp({ ...over, email }, call);
    await this.gateway.call(verifyEmail, { token: await this.verificationToken(account.id) }, call);
    return this.signIn({ email, password: over.password ?? PASSWORD, accountId: account.id }, call);
  }

  async signIn(input: CreateSession, call?: Partial<CallContext>): Promise<Owner> {
    return this.signedIn(input.email, sessionOf(await this.gateway.call(createSession, input, call)));
  }

  /** A person with this session, making calls as the gateway would make them from their requests. */
  async signedIn(email: string, { token, account, member }: SessionStarted): Promise<Owner> {
    const { userId = '', sessionId, authenticatedAt = '' } = await this.resolve(token);
    const actor = { kind: 'session', memberId: member.id, userId, sessionId, authenticatedAt } as const;
    return { email, accountId: account.id, memberId: member.id, call: { accountId: account.id, actor } };
  }

  resolve(token: string, client?: ClientOrigin, by: { background?: boolean } = {}) {
    return this.gateway.call(resolveSession, { tokenHash: hashToken(token), ...by }, client && { client });
  }

  async invite(owner: Owner, email: string) {
    const { invitations } = await this.gateway.call(
      inviteMembers,
      { emails: [email], roleIds: [EDITOR.id] },
      owner.call,
    );
    const [invitation] = invitations;
    if (!invitation) throw new Error('Nobody was invited');
    return { ...invitation, token: await this.token('invitation', invitation.id) };
  }

  async colleague(owner: Owner, email = address()) {
    const { token } = await this.invite(owner, email);
    const guest = { token, firstName: 'Carl', lastName: 'Colleague', password: PASSWORD };
    return sessionOf(await this.gateway.call(acceptInvitation, guest));
  }
}

/** The session that a sign-in ended with; throws where another step is due. */
export function sessionOf({ session, challenge }: SignInAnswer): SessionStarted {
  if (!session) throw new Error(`The sign-in is not over: ${challenge?.next} is due`);
  return session;
}

export const address = (name = 'somebody') => `${name}-${randomUUID()}@example.com`;

/** The code of the failure that this ends in. */
export const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'none';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
};
