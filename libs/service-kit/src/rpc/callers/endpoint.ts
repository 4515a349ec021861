import type { Msg } from '@nats-io/transport-node';
import type { MessageHandler } from '@nestjs/microservices';
import {
  inboxPrefix,
  isNamed,
  isNamedKind,
  isReadByKeepers,
  namedSubject,
  type Caller,
  type NamedCaller,
  type RpcContract,
} from '@roster/contracts';
import type { NamedCallers } from './named-callers.js';

/** A subject that a handler answers on. */
export interface Endpoint {
  readonly subject: string;
  /** The contract's own subject, whoever calls. */
  readonly question: string;
  readonly contract: RpcContract | undefined;
  readonly handler: MessageHandler;
  /** Whether the subject contains the caller's name. */
  readonly isNamed: boolean;
  /**
   * Whether the reply would go to the inbox of a caller who may call here. Without a reply subject, the command would
   * run and nobody would know. With any other reply subject, the caller would borrow this service's right to publish
   * there, since the bus does not check the caller's own right.
   */
  isAnswerable(message: Msg): boolean;
  /** The other service that calls, if the subject names it. Throws `caller.unknown`. */
  callerOf(message: Msg): NamedCaller | undefined;
}

/**
 * The endpoints of a contract: one for callers without a name, and one for all named callers if the contract is open to
 * them.
 */
export function endpointsOf(question: string, handler: MessageHandler, callers: NamedCallers): Endpoint[] {
  const contract = contractOf(handler);
  if (!contract || !isNamed(contract)) return [plainEndpoint(question, handler)];
  const named: Endpoint = {
    subject: namedSubject(question, '*'),
    question,
    contract,
    handler,
    isNamed: true,
    isAnswerable: ({ subject, reply }) => startsWithOne(reply, callers.inboxesOn(subject, contract)),
    callerOf: ({ subject }) => callers.callerOn(subject, contract),
  };
  return contract.callers.every(isNamedKind) ? [named] : [plainEndpoint(question, handler), named];
}

function plainEndpoint(question: string, handler: MessageHandler): Endpoint {
  const contract = contractOf(handler);
  const inboxes = contract ? contract.callers.flatMap((caller) => plainInboxes(caller, contract)) : ['_INBOX'];
  return {
    subject: question,
    question,
    contract,
    handler,
    isNamed: false,
    isAnswerable: ({ reply }) => startsWithOne(reply, inboxes),
    callerOf: () => undefined,
  };
}

/**
 * The prefixes of the inboxes of callers without a name. Readers may have a name too, since any user of their kind may
 * call here.
 */
function plainInboxes(caller: Caller, contract: RpcContract): string[] {
  if (isNamedKind(caller)) return [];
  const own = `${inboxPrefix(caller)}.`;
  if (caller !== 'service') return [own];
  return [own, inboxPrefix(caller, ''), ...(isReadByKeepers(contract) ? [inboxPrefix('keeper', '')] : [])];
}

const startsWithOne = (reply: string | undefined, prefixes: readonly string[]): boolean =>
  reply !== undefined && prefixes.some((prefix) => reply.startsWith(prefix));

function contractOf(handler: MessageHandler): RpcContract | undefined {
  const extras: { contract?: RpcContract } = handler.extras ?? {};
  return extras.contract;
}
