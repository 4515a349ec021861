import { createHash, randomUUID } from 'node:crypto';
import {
  connect,
  headers as newHeaders,
  type Msg,
  type NatsConnection,
  type Subscription,
} from '@nats-io/transport-node';
import {
  allRpcs,
  checkHealth,
  CONTEXTS,
  HEADERS,
  resolveSession,
  RosterError,
  sessionEnded,
  sessionRequired,
  type Actor,
  type ClientOrigin,
  type ResolvedSession,
  type RpcContract,
} from '@roster/contracts';
import { validate } from '@roster/service-kit';
import { minimalAnswer } from '../../../../test/harness/minimal-answer.js';

/** What a service saw of a call. */
export interface Seen {
  requestId: string | undefined;
  accountId: string | undefined;
  actor: Actor | undefined;
  idempotencyKey: string | undefined;
  traceparent: string | undefined;
  atLeast: string | undefined;
  client: ClientOrigin | undefined;
}

type Answer = (input: object, seen: Seen) => object | Promise<object>;

/**
 * The four services as the gateway meets them: on the bus, checking what they are sent, with answers that a test
 * chooses. What it does not choose is the least that the contract asks for.
 */
export class Peers {
  private readonly answers = new Map<string, Answer>();
  private readonly sessions = new Map<string, ResolvedSession>();
  private readonly subscriptions = new Map<string, Subscription>();
  /** Subjects in the order in which they were asked. */
  readonly asked: string[] = [];

  private constructor(readonly connection: NatsConnection) {}

  static async join(servers: string): Promise<Peers> {
    const peers = new Peers(await connect({ servers, maxReconnectAttempts: -1, reconnectTimeWait: 50 }));
    for (const contract of allRpcs().filter(({ callers }) => callers.includes('gateway'))) peers.listen(contract);
    peers.answer(resolveSession, ({ tokenHash }) => {
      const session = peers.sessions.get(tokenHash);
      if (!session) throw new RosterError(sessionRequired);
      return session;
    });
    for (const service of CONTEXTS) {
      peers.answer(checkHealth[service], () => ({ service, ok: true, checks: [], presets: 'p1', deadLetters: 0 }));
    }
    await peers.connection.flush();
    return peers;
  }

  answer<I extends object, O extends object>(
    { subject }: RpcContract<I, O>,
    answer: (input: I, seen: Seen) => Partial<O> | Promise<Partial<O>>,
  ): void {
    this.answers.set(subject, (input, seen) => answer(input as I, seen));
  }

  /** Like `answer`, and returns the answer from before. */
  replace<I extends object, O extends object>(
    contract: RpcContract<I, O>,
    answer: (input: I, seen: Seen) => Partial<O> | Promise<Partial<O>>,
  ): Answer {
    const before = this.answers.get(contract.subject) ?? (() => ({}));
    this.answer(contract, answer);
    return before;
  }

  /** Nobody is there for this contract any more. */
  async leave({ subject }: RpcContract): Promise<void> {
    this.subscriptions.get(subject)?.unsubscribe();
    await this.connection.flush();
  }

  /** A session that identity knows from now on; its token is returned. */
  signIn(change: Partial<ResolvedSession> = {}): { token: string; session: ResolvedSession } {
    const token = randomUUID();
    const session: ResolvedSession = {
      accountId: randomUUID(),
      memberId: randomUUID(),
      userId: randomUUID(),
      sessionId: randomUUID(),
      kind: 'session',
      authenticatedAt: new Date().toISOString(),
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      ...change,
    };
    this.sessions.set(hashOf(token), session);
    return { token, session };
  }

  /** Identity ends it; the event tells, unless it is `silent`. */
  async end(token: string, { silent = false } = {}): Promise<void> {
    const tokenHash = hashOf(token);
    const session = this.sessions.get(tokenHash);
    this.sessions.delete(tokenHash);
    if (silent) return;
    const envelope = {
      id: randomUUID(),
      type: sessionEnded.subject,
      data: { sessionId: session?.sessionId, tokenHash },
    };
    this.connection.publish(sessionEnded.subject, JSON.stringify(envelope));
    await this.connection.flush();
  }

  times({ subject }: RpcContract): number {
    return this.asked.filter((asked) => asked === subject).length;
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private listen(contract: RpcContract): void {
    const subscription = this.connection.subscribe(contract.subject, {
      queue: contract.context,
      callback: (_, message) => void this.reply(contract, message),
    });
    this.subscriptions.set(contract.subject, subscription);
  }

  private async reply(contract: RpcContract, message: Msg): Promise<void> {
    this.asked.push(contract.subject);
    try {
      const input = await validate(contract.input, message.json(), contract.unknownMembers);
      const output = await this.answers.get(contract.subject)?.(input, seenIn(message));
      message.respond(JSON.stringify({ ...minimalAnswer(contract), ...output }));
    } catch (error) {
      const { code, message: text, details } = error instanceof RosterError ? error : { code: 'internal' };
      const headers = newHeaders();
      headers.set(HEADERS.error, code);
      message.respond(JSON.stringify({ code, message: text, details }), { headers });
    }
  }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

function seenIn(message: Msg): Seen {
  const read = (name: string) => message.headers?.get(name) || undefined;
  const actor = read(HEADERS.actor);
  const client = read(HEADERS.client);
  return {
    requestId: read(HEADERS.requestId),
    accountId: read(HEADERS.account),
    actor: actor === undefined ? undefined : (JSON.parse(actor) as Actor),
    idempotencyKey: read(HEADERS.idempotencyKey),
    traceparent: read(HEADERS.traceparent),
    atLeast: read(HEADERS.atLeast),
    client: client === undefined ? undefined : (JSON.parse(client) as ClientOrigin),
  };
}
