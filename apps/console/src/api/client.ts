import createClient from 'openapi-fetch';
import type { components, paths } from './schema.js';
import { isRefusal, problemOf, Refusal } from './problem.js';

/** A request that gets no answer in this time (ms) is given up: the network is down, or as good as. */
const DEADLINE = 30_000;

/** What this window knows of the account that it shows, and says with each request. */
const shown: { accountId?: string | undefined; version: number } = { version: 0 };

/** From now on the gateway refuses this window's requests if the session is in another account (409). */
export function showAccount(accountId: string | undefined): void {
  if (shown.accountId !== accountId) shown.version = 0;
  shown.accountId = accountId;
}

/** No read shows less from now on than this version of what members may do: after a write of our own, or of others. */
export function showAtLeast(version: number): void {
  shown.version = Math.max(shown.version, version);
}

let inBackground = false;

/** Runs `begin`. The requests that it sends before it returns are not counted as use of the session (S31). */
export function background<T>(begin: () => T): T {
  inBackground = true;
  try {
    return begin();
  } finally {
    inBackground = false;
  }
}

/** Asks the person to prove who they are, for acts of this purpose. Resolves with whether they did. */
type AskForProof = (purpose: string | undefined) => Promise<boolean>;
let askForProof: AskForProof = async () => false;

/** Whoever can show a dialog says how; returns how to take that back. */
export function onProofRequired(ask: AskForProof): () => void {
  const usual = askForProof;
  askForProof = ask;
  return () => void (askForProof = usual);
}

type Quote = components['schemas']['Quote'];

/** What somebody says to a price that no longer holds. */
export const SHOW_NEW_PRICE = Symbol();

/** The id of somebody's consent to a price, or undefined where they decline. */
export type AnswerToPrice = string | typeof SHOW_NEW_PRICE | undefined;

type AskForConsent = (quote: Quote) => Promise<AnswerToPrice>;
let askForConsent: AskForConsent = async () => undefined;

/** Whoever can show a dialog says how; returns how to take that back. */
export function onConsentRequired(ask: AskForConsent): () => void {
  const usual = askForConsent;
  askForConsent = ask;
  return () => void (askForConsent = usual);
}

/**
 * The API by its document: paths, parameters and answers are checked by the compiler. An answer that is no success throws
 * a `Refusal`, and so does a request that reached nobody. Where a fresh proof is required, or a consent to a price, the
 * person is asked for it, and the request is sent again.
 */
export const api = createClient<paths>({
  baseUrl: location.origin,
  headers: { 'x-requested-with': 'roster' },
  credentials: 'same-origin',
  fetch: sendUntilSettled,
});

async function sendUntilSettled(request: Request): Promise<Response> {
  const again = request.clone();
  try {
    return await send(request);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { code, details = {} } = error.problem;
    if (code === 'session.reauthentication-required') {
      const { purpose } = details;
      if (await askForProof(typeof purpose === 'string' ? purpose : undefined)) return sendUntilSettled(again);
    }
    // A price that has changed since is asked for anew: the refusal has the new one.
    const isPrice = code === 'seat.consent-required' || code === 'plan.consent-required';
    if (isPrice || (code === 'quote.expired' && details['quote'])) {
      const answer = await askForConsent(details['quote'] as Quote);
      if (answer === SHOW_NEW_PRICE) return sendUntilSettled(again);
      if (answer) return sendUntilSettled(await withConsent(again, answer));
    }
    throw error;
  }
}

async function withConsent(request: Request, consentId: string): Promise<Request> {
  const text = await request.clone().text();
  const body = { ...(text && (JSON.parse(text) as object)), consentId };
  const headers = new Headers(request.headers);
  headers.set('content-type', 'application/json');
  const { url, method, credentials, signal } = request;
  return new Request(url, { method, credentials, signal, headers, body: JSON.stringify(body) });
}

async function send(request: Request): Promise<Response> {
  const sent = new Request(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(DEADLINE)]) });
  let response: Response;
  try {
    response = await fetch(sent);
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    throw new Refusal({ code: 'network.unreachable', status: 0, title: 'Nobody was reached', detail: '' });
  }
  if (!response.ok) throw new Refusal(await problemOf(response));
  const version = Number(response.headers.get('roster-version'));
  if (request.method !== 'GET' && version > 0) showAtLeast(version);
  return response;
}

api.use({
  onRequest({ request }) {
    if (inBackground) request.headers.set('roster-background', '1');
    if (!shown.accountId) return request;
    request.headers.set('roster-account', shown.accountId);
    if (request.method === 'GET' && shown.version > 0) request.headers.set('roster-at-least', String(shown.version));
    return request;
  },
});

/** The body of a success: every other end of a request has thrown. */
export async function bodyOf<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}
