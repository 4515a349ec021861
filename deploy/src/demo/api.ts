import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two looks, and for how long to look. */
const PAUSE = 200;
const LONGEST = 60_000;

/** What an answer holds, as far as the demo reads it. */
interface Body {
  readonly id?: string;
  readonly token?: string;
  readonly items?: readonly { readonly id: string; readonly slug?: string | null; readonly name?: string }[];
  readonly member?: { readonly id: string };
  readonly code?: string;
  readonly detail?: string;
}

/** The API as anybody uses it: no door of its own. */
export class Api {
  constructor(
    private readonly url: string,
    private readonly token?: string,
  ) {}

  as = (token: string | undefined): Api => new Api(this.url, token);
  get = (path: string): Promise<Body> => this.send('GET', path);
  post = (path: string, body: object = {}): Promise<Body> => this.send('POST', path, body);
  put = (path: string, body: object): Promise<Body> => this.send('PUT', path, body);

  /** Asks again where nothing has happened yet because a part of Roster is catching up. Any other refusal ends the demo. */
  private async send(method: string, path: string, body?: object): Promise<Body> {
    for (const end = Date.now() + LONGEST; ; await sleep(PAUSE)) {
      const response = await fetch(this.url + path, {
        method,
        headers: {
          ...(body && { 'content-type': 'application/json' }),
          ...(this.token && { authorization: `Bearer ${this.token}` }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const answer = (text === '' ? {} : JSON.parse(text)) as Body;
      if (response.ok) return answer;
      const isPassing = response.status === 503 || response.status === 429;
      if (!isPassing || Date.now() > end) throw new Error(`${method} ${path}: ${answer.code}: ${answer.detail}`);
    }
  }
}

/** The mail catcher of `npm start`. */
export class Mails {
  constructor(private readonly url: string) {}

  /** The token in the link of the newest mail to this address, once there is one. */
  async token(address: string): Promise<string> {
    for (const end = Date.now() + LONGEST; Date.now() < end; await sleep(PAUSE)) {
      const response = await fetch(`${this.url}?to.address=${encodeURIComponent(address)}`);
      const mails = (await response.json()) as { text: string }[];
      const tokens = mails.flatMap(({ text }) => /#token=([\w.~-]+)/.exec(text)?.[1] ?? []);
      const token = tokens.at(-1);
      if (token) return token;
    }
    throw new Error(`No mail came for ${address}`);
  }
}
