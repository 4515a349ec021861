import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api, type Answer, type Extra } from './api.js';

/** Milliseconds between two attempts. */
const PAUSE = 100;

/** What all clients together have met. */
interface Counted {
  answers: number;
  /** Answers that got lost, or did not tell what had become of the command. */
  lost: number;
  /** Of everything that was sent. */
  readonly requestIds: Set<string>;
  /** Of what was refused after an answer had got lost: it may have been done before. */
  readonly uncertain: Set<string>;
}

export const nothingCounted = (): Counted => ({ answers: 0, lost: 0, requestIds: new Set(), uncertain: new Set() });

/**
 * A client that does not give up: it repeats a command, under one idempotency key and one request id, until it is answered
 * with success or refused.
 */
export class PersistentApi extends Api {
  constructor(
    url: string,
    readonly counted: Counted,
    token?: string,
    password?: string,
  ) {
    super(url, token, password);
  }

  override as(token: string, password?: string): PersistentApi {
    return new PersistentApi(this.url, this.counted, token, password);
  }

  protected override async ask(method: string, path: string, body?: unknown, extra: Extra = {}): Promise<Answer> {
    const requestId = randomUUID();
    this.counted.requestIds.add(requestId);
    const headers = { 'idempotency-key': randomUUID(), 'x-request-id': requestId, ...extra.headers };
    for (let attempt = 0; ; attempt += 1) {
      const answer = await super.ask(method, path, body, { headers }).catch(lost);
      if (answer && answer.status < 500) {
        this.counted.answers += 1;
        if (answer.status >= 400 && attempt > 0) this.counted.uncertain.add(requestId);
        return answer;
      }
      this.counted.lost += 1;
      await sleep(PAUSE);
    }
  }
}

/** What `fetch` throws where the connection is lost. */
function lost(error: unknown): undefined {
  if (!(error instanceof TypeError)) throw error;
}
