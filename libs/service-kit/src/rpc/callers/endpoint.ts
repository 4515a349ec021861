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

/** A subject on which a handler is asked. */
export interface Endpoint {
  readonly subject: string;
  /** What is asked, whoever asks: the contract's own subject. */
  readonly question: string;
  readonly contract: RpcContract | undefined;
  readonly handler: MessageHandler;
  /** Whether the subject says who asks. */
  readonly isNamed: boolean;
  /**
   * Whether the answer would go to the inbox of somebody who may ask here. Without an address for the answer, running the
   * command would leave nobody who knows of it; and an answer to any other subject would lend the caller this service's
   * right to publish there, which the bus grants without asking for the caller's own.
   */
  isAnswerable(message: Msg): boolean;
  /** The other service that asks, where the subject says so. Throws `caller.unknown`. */
  callerOf(message: Msg): NamedCaller | undefined;
}

/** One for those who say no name, and one for all who say theirs, where the contract is open to such. */
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

/** How the inboxes begin of those who ask without a name. Readers may have one: any of their kind may be who asks. */
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
