import { headers as newHeaders, type Msg, type MsgHdrs } from '@nats-io/transport-node';
import {
  errorKindOf,
  HEADERS,
  internal,
  isTrusted,
  requestMalformed,
  RosterError,
  serviceUnavailable,
  type Actor,
  type CallContext,
  type ClientOrigin,
  type ErrorDetails,
  type RpcContract,
} from '@roster/contracts';
import { v7 as uuid } from 'uuid';

/** The body of a message, which is always one JSON object. Throws `request.malformed`. */
export function readObject(message: Msg): object {
  let body: unknown;
  try {
    body = message.json();
  } catch (cause) {
    throw new RosterError(requestMalformed, 'The message is not JSON', { cause });
  }
  if (!isRecord(body)) throw new RosterError(requestMalformed, 'The message is not a JSON object');
  return body;
}

/**
 * Says what the other end would not take for granted: not the time that every call of the contract has, and not who acts
 * where nobody believes it. None at all where that leaves nothing, which makes a message considerably cheaper.
 */
export function requestHeaders(
  contract: RpcContract,
  context: Partial<CallContext>,
  timeLeft: number,
): MsgHdrs | undefined {
  const { requestId, accountId, actor, client, idempotencyKey, traceparent, atLeast } = context;
  const trusted = isTrusted(contract);
  const said: [string, string][] = [];
  if (requestId) said.push([HEADERS.requestId, requestId]);
  if (timeLeft < contract.deadline) said.push([HEADERS.timeout, String(timeLeft)]);
  if (accountId && trusted) said.push([HEADERS.account, accountId]);
  if (actor && trusted) said.push([HEADERS.actor, JSON.stringify(actor)]);
  if (client && trusted) said.push([HEADERS.client, JSON.stringify(client)]);
  if (idempotencyKey) said.push([HEADERS.idempotencyKey, idempotencyKey]);
  if (traceparent) said.push([HEADERS.traceparent, traceparent]);
  if (atLeast !== undefined) said.push([HEADERS.atLeast, String(atLeast)]);
  if (said.length === 0) return undefined;
  const headers = newHeaders();
  for (const [name, value] of said) headers.set(name, value);
  return headers;
}

/**
 * The context of a request. Who acts in which account is believed only where none but our own services may publish
 * (`trusted`, `docs/decisions.md` 11). Throws `request.malformed`.
 */
export function readContext(
  headers: MsgHdrs | undefined,
  options: { trusted: boolean; deadline: number },
): CallContext {
  const read = (name: string) => headers?.get(name) || undefined;
  const actor = options.trusted ? read(HEADERS.actor) : undefined;
  const client = options.trusted ? read(HEADERS.client) : undefined;
  return {
    requestId: read(HEADERS.requestId) ?? uuid(),
    deadline: Date.now() + Math.min(readTimeout(read(HEADERS.timeout)), options.deadline),
    accountId: options.trusted ? read(HEADERS.account) : undefined,
    actor: actor === undefined ? undefined : readJson(HEADERS.actor, actor, isActor),
    client: client === undefined ? undefined : readJson(HEADERS.client, client, isClient),
    idempotencyKey: read(HEADERS.idempotencyKey),
    traceparent: read(HEADERS.traceparent),
    atLeast: readVersion(read(HEADERS.atLeast)),
  };
}

/** The answer in a reply. Throws the `RosterError` that it carries, or `internal` for one that cannot be read. */
export function readReply(message: Msg): object {
  if (message.headers?.code === 503 && message.data.length === 0) throw new RosterError(serviceUnavailable);
  let body: object;
  try {
    body = readObject(message);
  } catch (cause) {
    throw new RosterError(internal, undefined, { cause });
  }
  const code = message.headers?.get(HEADERS.error);
  if (code) throw receivedError(code, body);
  return body;
}

/** A reply ready to be sent. Throws when the answer cannot be written as JSON. */
export interface Reply {
  readonly body: string;
  readonly headers?: MsgHdrs;
}

export function answer(result: unknown): Reply {
  const body = result === undefined || result === null ? {} : result;
  if (!isRecord(body)) throw new TypeError('A handler must answer with an object');
  return { body: JSON.stringify(body) };
}

export function refusal(error: RosterError): Reply {
  const headers = newHeaders();
  headers.set(HEADERS.error, error.code);
  const { code, message, details } = error;
  return { body: JSON.stringify({ code, message, details }), headers };
}

function receivedError(code: string, body: object): RosterError {
  // The code stays what it was, even where this process does not know it (yet).
  const known = errorKindOf(code);
  const kind = known.code === code ? known : { ...internal, code };
  const message = 'message' in body && typeof body.message === 'string' ? body.message : undefined;
  const details = 'details' in body && isRecord(body.details) ? (body.details as ErrorDetails) : undefined;
  return new RosterError(kind, message, { details });
}

function readTimeout(header: string | undefined): number {
  if (header === undefined) return Infinity;
  const milliseconds = Number(header);
  if (Number.isNaN(milliseconds)) throw unreadable(HEADERS.timeout);
  return milliseconds;
}

function readVersion(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (!/^\d{1,15}$/.test(header)) throw unreadable(HEADERS.atLeast);
  return Number(header);
}

function readJson<T>(header: string, text: string, isSound: (value: unknown) => value is T): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!isSound(value)) throw unreadable(header);
  return value;
}

const unreadable = (header: string) => new RosterError(requestMalformed, `The header ${header} cannot be read`);

const MEMBERS: Record<Actor['kind'], readonly string[]> = {
  session: ['memberId', 'userId', 'sessionId'],
  'api-key': ['memberId', 'keyId', 'makerId'],
};

function isActor(value: unknown): value is Actor {
  if (!isRecord(value) || (value['kind'] !== 'session' && value['kind'] !== 'api-key')) return false;
  return MEMBERS[value['kind']].every((key) => typeof value[key] === 'string');
}

const isClient = (value: unknown): value is ClientOrigin => isRecord(value) && typeof value['address'] === 'string';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
