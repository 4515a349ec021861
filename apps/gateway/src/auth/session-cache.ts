import type { ClientOrigin, ResolvedSession } from '@roster/contracts';

export type Look = (tokenHash: string, client?: ClientOrigin) => Promise<ResolvedSession>;

export interface SessionCacheOptions {
  /** Milliseconds for which an answer is believed; 5,000 at the most (`docs/decisions.md` 20). */
  readonly keepFor: number;
  /** Sessions kept at once; the one unused for longest goes first. */
  readonly capacity: number;
  readonly now: () => number;
}

interface Entry {
  readonly session: ResolvedSession;
  readonly until: number;
}

const DEFAULTS: SessionCacheOptions = { keepFor: 5_000, capacity: 20_000, now: Date.now };

/**
 * Sessions by the hash of their token. Only good answers are kept. A look-up that is under way when its session is
 * forgotten may have an answer from before that: it still serves the requests that wait for it, which all came before,
 * but its answer is not kept and no other request joins it.
 */
export class SessionCache {
  private readonly entries = new Map<string, Entry>();
  private readonly lookUps = new Map<string, Promise<ResolvedSession>>();
  private readonly options: SessionCacheOptions;

  constructor(
    private readonly look: Look,
    options: Partial<SessionCacheOptions> = {},
  ) {
    this.options = { ...DEFAULTS, ...options };
  }

  /** Rejects with what the look-up rejects with, `session.required` for a token without a session. */
  async resolve(tokenHash: string, client?: ClientOrigin): Promise<ResolvedSession> {
    return this.known(tokenHash) ?? this.lookUps.get(tokenHash) ?? this.lookUp(tokenHash, client);
  }

  /** What is kept and still believed. */
  known(tokenHash: string): ResolvedSession | undefined {
    const entry = this.entries.get(tokenHash);
    if (!entry) return undefined;
    this.entries.delete(tokenHash);
    if (entry.until <= this.options.now()) return undefined;
    this.entries.set(tokenHash, entry);
    return entry.session;
  }

  forget(tokenHash: string): void {
    this.entries.delete(tokenHash);
    this.lookUps.delete(tokenHash);
  }

  /** Forgets by the session's id, where the token is not known. All look-ups under way are given up. */
  forgetSession(sessionId: string): void {
    for (const [tokenHash, { session }] of this.entries) {
      if (session.sessionId === sessionId) this.entries.delete(tokenHash);
    }
    this.lookUps.clear();
  }

  forgetAll(): void {
    this.entries.clear();
    this.lookUps.clear();
  }

  private lookUp(tokenHash: string, client?: ClientOrigin): Promise<ResolvedSession> {
    const lookUp: Promise<ResolvedSession> = this.look(tokenHash, client).then(
      (session) => {
        if (this.finish(tokenHash, lookUp)) this.keep(tokenHash, session);
        return session;
      },
      (error: unknown) => {
        this.finish(tokenHash, lookUp);
        throw error;
      },
    );
    this.lookUps.set(tokenHash, lookUp);
    return lookUp;
  }

  /** Whether the session was not forgotten meanwhile. */
  private finish(tokenHash: string, lookUp: Promise<ResolvedSession>): boolean {
    return this.lookUps.get(tokenHash) === lookUp && this.lookUps.delete(tokenHash);
  }

  private keep(tokenHash: string, session: ResolvedSession): void {
    const { keepFor, capacity, now } = this.options;
    const [oldest] = this.entries.keys();
    if (this.entries.size >= capacity && oldest !== undefined) this.entries.delete(oldest);
    this.entries.set(tokenHash, { session, until: Math.min(now() + keepFor, Date.parse(session.expiresAt)) });
  }
}
