import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two attempts. */
const PAUSE = 100;

/** What an answer holds is the test's to say: a wrong guess fails there. */
// oxlint-disable-next-line typescript/no-explicit-any
type Json = any;

export interface Answer<T = Json> {
  status: number;
  headers: Headers;
  body: T;
}

export interface Extra {
  headers?: Record<string, string>;
}

/**
 * A client of the gateway, signed in or not. It never throws on a status: the test says which one it wants. Where a
 * request needs a fresh proof, the client gives one if it knows the password, and repeats the request in the new
 * session.
 */
export class Api {
  constructor(
    readonly url: string,
    public token?: string,
    private readonly password?: string,
  ) {}

  as(token: string, password?: string): Api {
    return new Api(this.url, token, password);
  }

  get = (path: string, extra?: Extra) => this.send('GET', path, undefined, extra);
  delete = (path: string, extra?: Extra) => this.send('DELETE', path, undefined, extra);
  post = (path: string, body: unknown = {}, extra?: Extra) => this.send('POST', path, body, extra);
  put = (path: string, body: unknown = {}, extra?: Extra) => this.send('PUT', path, body, extra);

  async send(method: string, path: string, body?: unknown, extra: Extra = {}): Promise<Answer> {
    const answer = await this.ask(method, path, body, extra);
    const purpose = answer.body?.code === 'session.reauthentication-required' && answer.body.details?.purpose;
    if (!purpose || this.password === undefined) return answer;
    const proof = { password: this.password, purpose };
    const proved = await this.ask('POST', '/v1/sessions/reauthentication', proof);
    if (proved.status !== 201) return answer;
    this.token = proved.body.token;
    return this.ask(method, path, body, extra);
  }

  /**
   * A busy machine may be late with the beat that decisions need. A service then refuses with `check.stale` before it does
   * anything, so the request is repeated, as a real client would. A test that names a version wants that answer.
   */
  protected async ask(method: string, path: string, body?: unknown, extra: Extra = {}): Promise<Answer> {
    for (;;) {
      const answer = await this.askOnce(method, path, body, extra);
      if (answer.body?.code !== 'check.stale' || namesVersion(body, extra)) return answer;
      await sleep(PAUSE);
    }
  }

  private async askOnce(method: string, path: string, body?: unknown, { headers = {} }: Extra = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') && text !== '';
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  }
}

const namesVersion = (body: unknown, { headers = {} }: Extra): boolean =>
  Object.keys(headers).some((name) => name.toLowerCase() === 'roster-at-least') ||
  (typeof body === 'object' && body !== null && 'atLeast' in body);
