import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import {
  resolveSession,
  sessionEnded,
  type CallContext,
  type ClientOrigin,
  type Envelope,
  type ResolvedSession,
  type SessionEnded,
} from '@roster/contracts';
import { Bus, LOGGER, RpcClient, type Logger } from '@roster/service-kit';
import { SessionCache } from './session-cache.js';

/** Whose token is this? Asked of identity, remembered for 5 s at the most, forgotten at once when a session ends. */
@Injectable()
export class SessionsService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly cache = new SessionCache((tokenHash, client) =>
    this.rpc.call(resolveSession, { tokenHash }, client && { client }),
  );
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly rpc: RpcClient,
    private readonly bus: Bus,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Rejects with `session.required` for a token that is nobody's, or no longer. */
  resolve(tokenHash: string, client?: ClientOrigin): Promise<ResolvedSession> {
    return this.cache.resolve(tokenHash, client);
  }

  /** The session, where it is remembered: what `resolve` would say without a look-up. */
  known(tokenHash: string): ResolvedSession | undefined {
    return this.cache.known(tokenHash);
  }

  /** The next request with this session is checked anew: before the event comes round. */
  forget(sessionId: string): void {
    this.cache.forgetSession(sessionId);
  }

  /** Every next request is checked anew. */
  forgetAll(): void {
    this.cache.forgetAll();
  }

  async onApplicationBootstrap(): Promise<void> {
    const subscription = this.bus.connection.subscribe(sessionEnded.subject, {
      callback: (err, message) => {
        if (err) return this.logger.error({ err }, 'The end of sessions cannot be heard');
        const tokenHash = tokenHashIn(message.string());
        // What cannot be read may have been about any session.
        if (tokenHash === undefined) this.cache.forgetAll();
        else this.cache.forget(tokenHash);
      },
    });
    // While the bus is away nothing is heard, so nothing that was known before is believed after.
    this.stops.push(() => subscription.unsubscribe());
    this.stops.push(this.bus.onDisconnect(() => this.cache.forgetAll()));
    await this.bus.connection.flush();
  }

  onModuleDestroy(): void {
    for (const stop of this.stops) stop();
  }
}

function tokenHashIn(message: string): string | undefined {
  try {
    const { data } = JSON.parse(message) as Partial<Envelope<Partial<SessionEnded>>>;
    return typeof data?.tokenHash === 'string' ? data.tokenHash : undefined;
  } catch {
    return undefined;
  }
}

/** What the guard leaves on a request for the handlers. */
export interface Authenticated {
  readonly session: ResolvedSession;
  readonly actor: NonNullable<CallContext['actor']>;
  readonly by: 'bearer' | 'cookie';
}

declare module 'fastify' {
  interface FastifyRequest {
    authenticated: Authenticated | undefined;
  }
}
