import { request, type IncomingMessage } from 'node:http';

/** One event as a browser would dispatch it. */
export interface Received {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** A client of `GET /v1/events` that keeps what it receives. */
export class EventClient {
  readonly received: Received[] = [];
  text = '';
  /** The last id, also one that came without an event. */
  lastEventId = '';
  isOver = false;

  private constructor(readonly response: IncomingMessage) {
    let unread = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      this.text += chunk;
      unread += chunk;
      const blocks = unread.split('\n\n');
      unread = blocks.pop() ?? '';
      for (const block of blocks) this.take(block);
    });
    response.on('error', () => undefined);
    response.once('close', () => (this.isOver = true));
  }

  /** Resolves once the answer has begun, whatever its status. */
  static open(url: string, headers: Record<string, string>, { read = true } = {}): Promise<EventClient> {
    return new Promise((resolve, reject) => {
      const sent = request(new URL('/v1/events', url), { headers, agent: false });
      sent.once('error', reject);
      sent.once('response', (response) => {
        const client = new EventClient(response);
        if (!read) response.pause();
        resolve(client);
      });
      sent.end();
    });
  }

  get status(): number {
    return this.response.statusCode ?? 0;
  }

  /** The data of the events of this kind: `changed`, `resync`. */
  of(event: string): unknown[] {
    return this.received.filter((each) => each.event === event).map(({ data }) => data);
  }

  nouns(): string[] {
    return this.of('changed').map((data) => (data as { noun: string }).noun);
  }

  close(): void {
    this.response.destroy();
  }

  private take(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.replace(/^\w*: ?/, '')]),
    );
    const id = fields.get('id');
    if (id !== undefined) this.lastEventId = id;
    const data = fields.get('data');
    if (data === undefined) return;
    this.received.push({ id: this.lastEventId, event: fields.get('event') ?? 'message', data: JSON.parse(data) });
  }
}
