import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import {
  allEvents,
  rateLimited,
  RosterError,
  sessionRequired,
  toldOf,
  type Envelope,
  type EventContract,
  type ResolvedSession,
} from '@roster/contracts';
import { Bus, LOGGER, type Logger } from '@roster/service-kit';
import { SessionsService } from '../../auth/sessions.service.js';
import { Draining } from '../../http/server/draining.js';
import { Audience } from './audience.js';
import { EventLog } from './event-log.js';
import { EventStream } from './event-stream.js';

/** Streams at once of one session, and of one gateway. */
const OF_SESSION = 5;
const OF_GATEWAY = 10_000;
const BEAT_EVERY = 20_000;

/** Who opens a stream. */
export interface Opening {
  readonly session: ResolvedSession;
  readonly tokenHash: string;
  /** The network address. */
  readonly address: string;
  readonly lastEventId: string | undefined;
  /** Closes the connection. */
  cut(): void;
}

/**
 * Tells open windows what has changed, by the events that this gateway hears on the plain subjects. Each gateway hears
 * all of them. After a lost connection to the bus everybody is told to read again.
 */
@Injectable()
export class LiveEvents implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new EventLog();
  private readonly streams = new Map<EventStream, Opening>();
  private readonly byAccount = new Map<string, Set<EventStream>>();
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly audience: Audience,
    private readonly sessions: SessionsService,
    private readonly bus: Bus,
    private readonly draining: Draining,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const event of allEvents().filter(({ notices }) => notices.length > 0)) this.stops.push(this.hear(event));
    this.stops.push(
      this.sessions.onEnd((tokenHash) => this.endOf(tokenHash)),
      this.bus.onReconnect(() => this.renew()),
      this.draining.onBegin(() => {
        for (const stream of this.streams.keys()) stream.leave();
      }),
    );
    await this.bus.whileConnected(this.bus.connection.flush());
  }

  onModuleDestroy(): void {
    for (const stop of this.stops) stop();
    for (const stream of this.streams.keys()) stream.end();
  }

  /** Rejects with `rate.limited` where the session, or this gateway, has as many streams as it may. */
  open(opening: Opening): EventStream {
    const { session, lastEventId, cut } = opening;
    const { accountId, memberId, sessionId } = session;
    const ofSession = [...this.streams.values()].filter((other) => other.session.sessionId === sessionId).length;
    if (ofSession >= OF_SESSION || this.streams.size >= OF_GATEWAY) throw new RosterError(rateLimited);
    const reader = { accountId, memberId };
    const stream = new EventStream(
      reader,
      {
        events: this.log.listen(accountId),
        session: () => this.sessionOf(opening),
        mayHear: (told) => this.audience.includes(reader, told),
        cut,
      },
      lastEventId,
    );
    this.add(stream, opening);
    if (this.draining.on) stream.leave();
    return stream;
  }

  private add(stream: EventStream, opening: Opening): void {
    const { accountId } = stream.reader;
    const ofAccount = this.byAccount.get(accountId) ?? new Set();
    this.byAccount.set(accountId, ofAccount.add(stream));
    this.streams.set(stream, opening);
    const beating = setInterval(() => void stream.beat(), BEAT_EVERY);
    stream.body.once('close', () => {
      clearInterval(beating);
      stream.end();
      this.streams.delete(stream);
      ofAccount.delete(stream);
      if (ofAccount.size > 0) return;
      this.byAccount.delete(accountId);
      this.log.leave(accountId);
    });
  }

  /** As for a request at this moment, but for that it is no use of the session. */
  private async sessionOf({ tokenHash, session, address }: Opening): Promise<'open' | 'over' | 'unknown'> {
    try {
      const { accountId, memberId } = await this.sessions.resolve(tokenHash, { client: { address }, background: true });
      return accountId === session.accountId && memberId === session.memberId ? 'open' : 'over';
    } catch (error) {
      return error instanceof RosterError && error.is(sessionRequired) ? 'over' : 'unknown';
    }
  }

  private hear(event: EventContract): () => void {
    const { subject } = event;
    const subscription = this.bus.connection.subscribe(subject, {
      callback: (err, message) => {
        if (err) return this.logger.error({ err, subject }, 'An event cannot be heard');
        try {
          this.take(event, message.json());
        } catch (cause) {
          this.logger.error({ err: cause, subject }, 'An event cannot be read');
        }
      },
    });
    return () => subscription.unsubscribe();
  }

  private take({ notices }: EventContract, envelope: Envelope): void {
    const { accountid } = envelope;
    if (accountid === undefined) return;
    this.log.add(accountid, toldOf(notices, envelope));
    for (const stream of this.byAccount.get(accountid) ?? []) stream.wake();
  }

  private endOf(tokenHash: string | undefined): void {
    for (const [stream, opening] of this.streams) {
      if (tokenHash === undefined) void stream.beat();
      else if (opening.tokenHash === tokenHash) stream.end();
    }
  }

  private renew(): void {
    this.log.renew();
    for (const stream of this.streams.keys()) stream.resync();
  }
}
