import type { ClientOrigin, ResolvedSession } from '@roster/contracts';

/** By whom, and how, a token is presented. */
export interface Presented {
  readonly client?: ClientOrigin;
  /** Whether a page asks by itself: then it does not count as use of the session (S31). */
  readonly background?: boolean;
}

export type Look = (tokenHash: string, by: Presented) => Promise<ResolvedSession>;

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
  /** Whether the look-up has been recorded as use. One that has not must not answer for a request that is. */
  readonly isUse: boolean;
}

interface LookUp {
  readonly found: Promise<ResolvedSession>;
  readonly isUse: boolean;
}

const DEFAULTS: SessionCacheOptions = { keepFor: 5_000, capacity: 20_000, now: Date.now };

/**
 * Sessions by the hash of their token. Only good answers are kept. A look-up that is under way when its session is
 * forgotten may have an answer from before that: it still serves the requests that wait for it, which all came before,
 * but its answer is not kept and no other request joins it. What was looked up in the background answers for the
 * background only, so that every use is recorded; what was looked up as use answers for both.
 */
export class SessionCache {
  private readonly entries = new Map<string, Entry>();
  private readonly lookUps = new Map<string, LookUp>();
  private readonly options: SessionCacheOptions;

  constructor(
    private readonly look: Look,
    options: Partial<SessionCacheOptions> = {},
  ) {
    this.options = { ...DEFAULTS, ...options };
  }

  /** Rejects with what the look-up rejects with, `session.required` for a token without a session. */
  async resolve(tokenHash: string, by: Presented = {}): Promise<ResolvedSession> {
    return this.known(tokenHash, by) ?? this.underWay(tokenHash, by) ?? this.lookUp(tokenHash, by);
  }

  /** What is kept and still believed. */
  known(tokenHash: string, { background = false }: Presented = {}): ResolvedSession | undefined {
    const entry = this.entries.get(tokenHash);
    if (!entry || !(entry.isUse || background)) return undefined;
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

  private underWay(tokenHash: string, { background = false }: Presented): Promise<ResolvedSession> | undefined {
    const lookUp = this.lookUps.get(tokenHash);
    return lookUp && (lookUp.isUse || background) ? lookUp.found : undefined;
  }

  private lookUp(tokenHash: string, by: Presented): Promise<ResolvedSession> {
    const isUse = !by.background;
    const found = this.look(tokenHash, by).then(
      (session) => {
        if (this.finish(tokenHash, lookUp)) this.keep(tokenHash, session, isUse);
        return session;
      },
      (error: unknown) => {
        this.finish(tokenHash, lookUp);
        throw error;
      },
    );
    const lookUp: LookUp = { found, isUse };
    this.lookUps.set(tokenHash, lookUp);
    return found;
  }

  /** Whether the session was not forgotten meanwhile. */
  private finish(tokenHash: string, lookUp: LookUp): boolean {
    return this.lookUps.get(tokenHash) === lookUp && this.lookUps.delete(tokenHash);
  }

  private keep(tokenHash: string, session: ResolvedSession, isUse: boolean): void {
    const { keepFor, capacity, now } = this.options;
    const [oldest] = this.entries.keys();
    if (this.entries.size >= capacity && oldest !== undefined) this.entries.delete(oldest);
    this.entries.set(tokenHash, { session, isUse, until: Math.min(now() + keepFor, Date.parse(session.expiresAt)) });
  }
}
