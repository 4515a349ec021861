import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';

export interface Load {
  /** Tells the clients to end after the request in hand. */
  stop(): Promise<LoadResult>;
  /** Answers so far. */
  readonly answered: number;
}

export interface LoadResult {
  requests: number;
  /** What was answered with anything but 2xx, or not at all, as text. */
  failed: string[];
  /** Milliseconds of each answered request. */
  latencies: number[];
  /** Answers by gateway. */
  byGateway: Record<string, number>;
  /** How often a client went to the other gateway, as it was told to or because nobody took its call. */
  moves: number;
}

export interface LoadOptions {
  /** Where clients go: they part evenly, and move to the next where one takes its leave. */
  urls: readonly string[];
  clients: number;
  path: string;
  token: string;
  body: object;
}

interface Outcome {
  status: number;
  closing: boolean;
}

/**
 * Closed-loop clients, each with one kept-alive connection. As any proper client does, one moves to another gateway when
 * it is told `Connection: close`, or when a fresh connection is refused before anything was sent; anything else that
 * keeps a request from its answer counts as failed.
 */
export function startLoad(options: LoadOptions): Load {
  const result: LoadResult = { requests: 0, failed: [], latencies: [], byGateway: {}, moves: 0 };
  const end = new AbortController();
  const clients = Array.from({ length: options.clients }, async (_, index) => {
    const client = new Client(options, index, result);
    while (!end.signal.aborted) await client.next();
    client.end();
  });
  return {
    get answered() {
      return result.latencies.length;
    },
    async stop() {
      end.abort();
      await Promise.all(clients);
      return result;
    },
  };
}

class Client {
  private agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly payload: string;

  constructor(
    private readonly options: LoadOptions,
    private at: number,
    private readonly result: LoadResult,
  ) {
    this.payload = JSON.stringify(options.body);
  }

  async next(): Promise<void> {
    const { result } = this;
    const url = this.url;
    const begun = performance.now();
    try {
      const { status, closing } = await this.sendSomewhere();
      result.latencies.push(performance.now() - begun);
      result.byGateway[this.url] = (result.byGateway[this.url] ?? 0) + 1;
      if (status < 200 || status > 299) result.failed.push(`${url} answered ${status}`);
      if (closing) this.move();
    } catch (error) {
      result.failed.push(`${url}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      result.requests += 1;
    }
  }

  end(): void {
    this.agent.destroy();
  }

  private get url(): string {
    const { urls } = this.options;
    return urls[this.at % urls.length] ?? '';
  }

  private move(): void {
    this.result.moves += 1;
    this.at += 1;
    this.agent.destroy();
    this.agent = new Agent({ keepAlive: true, maxSockets: 1 });
  }

  private async sendSomewhere(): Promise<Outcome> {
    for (const _ of this.options.urls.slice(1)) {
      try {
        return await this.send();
      } catch (error) {
        if (!isRefused(error)) throw error;
        this.move();
      }
    }
    return this.send();
  }

  private send(): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const sent: ClientRequest = request(
        new URL(this.options.path, this.url),
        {
          method: 'POST',
          agent: this.agent,
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(this.payload),
            authorization: `Bearer ${this.options.token}`,
          },
        },
        (response: IncomingMessage) => {
          response.resume();
          response.once('error', reject);
          response.once('end', () =>
            resolve({ status: response.statusCode ?? 0, closing: response.headers.connection === 'close' }),
          );
        },
      );
      sent.once('error', reject);
      sent.end(this.payload);
    });
  }
}

/** Nobody listened: not a byte of the request has left. */
const isRefused = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
