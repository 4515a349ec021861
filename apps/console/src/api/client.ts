import createClient from 'openapi-fetch';
import type { paths } from './schema.js';
import { problemOf, Refusal } from './problem.js';

/** The account that this window shows. The gateway refuses a request that belongs to another one. */
let shownAccount: string | undefined;

export function showAccount(accountId: string | undefined): void {
  shownAccount = accountId;
}

/** A request that gets no answer in this time (ms) is given up: the network is down, or as good as. */
const DEADLINE = 30_000;

/**
 * The API by its document: paths, parameters and answers are checked by the compiler. An answer that is no success throws
 * a `Refusal`, and so does a request that reached nobody.
 */
export const api = createClient<paths>({
  baseUrl: location.origin,
  headers: { 'x-requested-with': 'roster' },
  credentials: 'same-origin',
  fetch: async (request) => {
    const sent = new Request(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(DEADLINE)]) });
    let response: Response;
    try {
      response = await fetch(sent);
    } catch (cause) {
      if (request.signal.aborted) throw cause;
      throw new Refusal({ code: 'network.unreachable', status: 0, title: 'Nobody was reached', detail: '' });
    }
    if (!response.ok) throw new Refusal(await problemOf(response));
    return response;
  },
});

api.use({
  onRequest({ request }) {
    if (shownAccount) request.headers.set('roster-account', shownAccount);
    return request;
  },
});

/** The body of a success: every other end of a request has thrown. */
export async function bodyOf<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}
