import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import {
  resolveSession,
  sessionEnded,
  type CallContext,
  type Envelope,
  type ResolvedSession,
  type SessionEnded,
} from '@roster/contracts';
import { Bus, LOGGER, RpcClient, type Logger } from '@roster/service-kit';
import { SessionCache, type Presented } from './session-cache.js';

/**
 * Finds the session of a token: asks identity, remembers the answer for 5 s at most, and forgets it at once when the
 * session ends.
 */
@Injectable()
export class SessionsService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly cache = new SessionCache((tokenHash, { client, background }) =>
    this.rpc.call(resolveSession, { tokenHash, ...(background && { background }) }, client && { client }),
  );
  private readonly stops: (() => void)[] = [];
  private readonly endListeners = new Set<(tokenHash: string | undefined) => void>();

  constructor(
    private readonly rpc: RpcClient,
    private readonly bus: Bus,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Rejects with `session.required` for a token without a session, or whose session is over. */
  resolve(tokenHash: string, by?: Presented): Promise<ResolvedSession> {
    return this.cache.resolve(tokenHash, by);
  }

  /** The session, where it is remembered; undefined where `resolve` would have to ask. */
  known(tokenHash: string, by?: Presented): ResolvedSession | undefined {
    return this.cache.known(tokenHash, by);
  }

  /** Checks the next request with this session again, without waiting for the event of its end. */
  forget(sessionId: string): void {
    this.cache.forgetSession(sessionId);
  }

  /** Checks the next request with any session again. */
  forgetAll(): void {
    this.cache.forgetAll();
  }

  /** Calls the listener when a session ends, with its id; undefined if any session may have ended. Returns how to stop listening. */
  onEnd(ended: (tokenHash: string | undefined) => void): () => void {
    this.endListeners.add(ended);
    return () => void this.endListeners.delete(ended);
  }

  async onApplicationBootstrap(): Promise<void> {
    const subscription = this.bus.connection.subscribe(sessionEnded.subject, {
      callback: (err, message) => {
        if (err) return this.logger.error({ err }, 'The end of sessions cannot be heard');
        const tokenHash = tokenHashIn(message.string());
        // An event that cannot be read may have been about any session.
        if (tokenHash === undefined) this.cache.forgetAll();
        else this.cache.forget(tokenHash);
        for (const ended of this.endListeners) ended(tokenHash);
      },
    });
    // Without the bus no end of a session is heard, so what was known before is not believed after.
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

/** What the guard sets on a request for the handlers. */
export interface Authenticated {
  readonly session: ResolvedSession;
  readonly tokenHash: string;
  readonly actor: NonNullable<CallContext['actor']>;
  readonly by: 'bearer' | 'cookie';
}

declare module 'fastify' {
  interface FastifyRequest {
    authenticated: Authenticated | undefined;
  }
}
