import { createHash, createHmac } from 'node:crypto';
import { idempotencyKeyReused, RosterError, type CallContext, type RpcContract } from '@roster/contracts';
import { configure } from 'safe-stable-stringify';
import type { EntityManager } from 'typeorm';
import { accountIn } from '../rpc/callers/limits.js';
import { execute } from './execute.js';

/** One use of a key: its owner, and the request that it was used for. */
interface Use {
  readonly scope: string;
  readonly actor: string;
  readonly contract: string;
  readonly keyHash: string;
  readonly requestHash: string;
}

/**
 * Makes a command that is sent twice with the same `Idempotency-Key` have one effect and one answer, for 24 hours. A
 * key belongs to an account (or `public`), an actor (a member, or another service by its name) and a contract.
 */
export class Idempotency {
  /**
   * Runs `work` in the caller's transaction, unless the key was used before; then it resolves with the first answer, as
   * plain JSON. While the first command is in flight, the second waits here. It gets the first one's answer after the
   * commit, or runs itself after a rollback. A call without a key always runs. Rejects with `idempotency.key-reused`
   * where the first request had another body.
   */
  async run<O extends object>(
    manager: EntityManager,
    call: CallContext,
    contract: Pick<RpcContract, 'subject'>,
    input: object,
    work: () => Promise<O>,
  ): Promise<O> {
    if (!call.idempotencyKey) return work();
    const use = useOf(call, call.idempotencyKey, contract, input);
    if (!(await claim(manager, use))) return firstAnswer<O>(manager, use);
    const answer = await work();
    await keep(manager, use, answer);
    return answer;
  }

  /**
   * The first answer to this key, if there is one yet. For a command that asks other services before its transaction;
   * the command must still end in `run`. Rejects with `idempotency.key-reused` as `run` does.
   */
  async find<I extends object, O extends object>(
    manager: EntityManager,
    call: CallContext,
    contract: RpcContract<I, O>,
    input: I,
  ): Promise<O | undefined> {
    if (!call.idempotencyKey) return undefined;
    return storedAnswer<O>(manager, useOf(call, call.idempotencyKey, contract, input));
  }
}

/**
 * Claims the key. The unique index makes a second use wait: Postgres blocks its insert until the first transaction
 * ends.
 */
async function claim(manager: EntityManager, use: Use): Promise<boolean> {
  const inserted = await execute(
    manager,
    `insert into idempotency_keys (scope, actor, contract, key_hash, request_hash)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [use.scope, use.actor, use.contract, use.keyHash, use.requestHash],
  );
  return inserted === 1;
}

async function firstAnswer<O>(manager: EntityManager, use: Use): Promise<O> {
  const answer = await storedAnswer<O>(manager, use);
  if (!answer) throw new Error('The idempotency key belongs to a row that this transaction cannot see');
  return answer;
}

async function storedAnswer<O>(manager: EntityManager, use: Use): Promise<O | undefined> {
  const rows: { request_hash: string; answer: O }[] = await manager.query(
    `select request_hash, answer from idempotency_keys
     where scope = $1 and actor = $2 and contract = $3 and key_hash = $4`,
    [use.scope, use.actor, use.contract, use.keyHash],
  );
  const [first] = rows;
  if (first && first.request_hash !== use.requestHash) throw new RosterError(idempotencyKeyReused);
  return first?.answer;
}

async function keep(manager: EntityManager, use: Use, answer: object): Promise<void> {
  const kept = await execute(
    manager,
    `update idempotency_keys set answer = $5
     where scope = $1 and actor = $2 and contract = $3 and key_hash = $4`,
    [use.scope, use.actor, use.contract, use.keyHash, JSON.stringify(answer)],
  );
  if (kept !== 1)
    throw new Error('The answer to an idempotent call could not be stored: the transaction has left the account');
}

const stringify = configure({ deterministic: true });

/** The account of a call: from the session for a person, from the input for another service. */
const accountOf = ({ accountId, caller }: CallContext, input: object): string | undefined =>
  accountId ?? (caller && accountIn(input).toLowerCase());

/**
 * Stores only a hash of the key. The request's hash is keyed with it, because a request may contain a password, and a
 * plain hash of that could be guessed from a stolen table.
 */
function useOf(call: CallContext, key: string, contract: Pick<RpcContract, 'subject'>, input: object): Use {
  return {
    scope: accountOf(call, input) || 'public',
    actor: call.actor?.memberId ?? (call.caller ? `service:${call.caller.name}` : ''),
    contract: contract.subject,
    keyHash: createHash('sha256').update(key).digest('hex'),
    requestHash: createHmac('sha256', key)
      .update(stringify(input) ?? '')
      .digest('hex'),
  };
}
