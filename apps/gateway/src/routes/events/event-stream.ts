import { Readable } from 'node:stream';
import type { LiveEvent, Told } from '@roster/contracts';
import type { AccountEvents } from './account-events.js';
import type { Reader } from './audience.js';

/** Bytes that may wait for a client who does not read. */
const MOST_WAITING = 64 * 1_024;
/** Milliseconds after which a client comes back when the connection is lost. */
const RETRY = 3_000;
/** The same when this gateway stops: a second at least, and not all at once. */
const RETRY_ELSEWHERE = { least: 1_000, spread: 2_000 };
/** Milliseconds for which a client may still read the end before its connection is cut. */
const TO_END = 1_000;

export interface EventStreamParts {
  readonly events: AccountEvents;
  /** Whether the reader's session still stands: `over` ends the stream, `unknown` has it wait. */
  session(): Promise<'open' | 'over' | 'unknown'>;
  /** Whether the reader may hear it; undefined where nobody can say. */
  mayHear(told: Told): Promise<boolean | undefined>;
  /** Closes the client's connection. */
  cut(): void;
}

/**
 * One client's stream of server-sent events (HTML, section 9.2). It has no queue of its own, but a position in what is
 * kept of the account. So a client that does not read holds nobody up, and no more than 64 KiB. For each event, both
 * the session and the right to hear of it are looked at just before it is sent. Where that is not possible, or events
 * are gone, it sends `resync`, by which a client reads everything again.
 */
export class EventStream {
  readonly body = new Readable({ read: () => undefined });
  private position: number;
  private owesResync = false;
  private isRunning = false;
  private isAwake = false;
  private isOver = false;

  constructor(
    readonly reader: Reader,
    private readonly parts: EventStreamParts,
    lastEventId: string | undefined,
  ) {
    const { events } = parts;
    const known = lastEventId === undefined ? events.last : events.positionOf(lastEventId);
    this.position = known ?? events.last;
    this.owesResync = known === undefined;
    this.write(`retry: ${RETRY}\n${this.owesResync ? '' : `id: ${events.idOf(this.position)}\n`}\n`);
    this.wake();
  }

  /** Sends what there is. */
  wake(): void {
    this.isAwake = true;
    if (!this.isRunning) void this.run();
  }

  /** Something may have been missed. */
  resync(): void {
    this.owesResync = true;
    this.wake();
  }

  /** Keeps proxies from closing the connection, notices a client that has gone, and looks at the session again. */
  async beat(): Promise<void> {
    const isUpToDate = !this.owesResync && !this.isRunning && this.position === this.parts.events.last;
    // An id without data is kept by the client and shown to nobody: so it stays known, however little is sent.
    this.write(isUpToDate ? `:\nid: ${this.parts.events.idOf(this.position)}\n\n` : ':\n\n');
    await this.isOpen();
    this.wake();
  }

  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.body.push(null);
    setTimeout(() => this.parts.cut(), TO_END).unref();
  }

  /** Ends, and has the client come back, to another gateway. */
  leave(): void {
    const { least, spread } = RETRY_ELSEWHERE;
    this.write(`retry: ${Math.round(least + Math.random() * spread)}\n\n`);
    this.end();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.isAwake) {
      this.isAwake = false;
      await this.send();
    }
    this.isRunning = false;
  }

  private async send(): Promise<void> {
    const { events } = this.parts;
    while ((this.owesResync || this.position < events.last) && (await this.isOpen())) {
      const told = events.at(this.position + 1);
      if (this.owesResync || !told) {
        this.owesResync = false;
        this.position = events.last;
        this.write(message(events.idOf(this.position), 'resync', {}));
        continue;
      }
      const mayHear = await this.parts.mayHear(told).catch(() => undefined);
      if (mayHear === undefined) this.owesResync = true;
      // What was missed meanwhile is told by the resync that is owed.
      if (this.owesResync) continue;
      this.position += 1;
      const { noun, id, version } = told;
      const event: LiveEvent = { noun, id, ...(version !== undefined && { version }) };
      if (mayHear) this.write(message(events.idOf(this.position), 'changed', event));
    }
  }

  private async isOpen(): Promise<boolean> {
    if (this.isOver) return false;
    const session = await this.parts.session();
    if (session === 'over') this.end();
    return session === 'open' && !this.isOver;
  }

  private write(text: string): void {
    if (this.isOver) return;
    this.body.push(text);
    if (this.body.readableLength <= MOST_WAITING) return;
    this.isOver = true;
    this.parts.cut();
  }
}

const message = (id: string, event: string, data: object): string =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
