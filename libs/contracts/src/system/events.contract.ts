import { IsIn, IsOptional } from 'class-validator';
import { IsId } from '../core/common.contract.js';
import { rpc, type RpcContract } from '../core/contract.js';
import { CONTEXTS, type Context } from '../core/naming.js';

/**
 * Who keeps copies of what an owner's events say, and shows them to people. Access is not here: its version says by itself
 * what it has taken in. Nor is identity for billing: it passes billing's mails on to an address, and the mark of who gets the
 * bills has no version that anybody could wait for.
 */
export const FOLLOWERS: Partial<Record<Context, readonly Context[]>> = {
  access: ['identity'],
  identity: ['billing', 'notifications'],
};

export class RecordedQuery {
  @IsId()
  accountId!: string;

  @IsIn(CONTEXTS)
  follower!: Context;

  /** The last event of the page before. */
  @IsOptional()
  @IsId()
  after?: string;
}

export class RecordedEvent {
  /** Of the envelope. */
  id!: string;
  subject!: string;
}

export class RecordedPage {
  events!: RecordedEvent[];
  more!: boolean;
}

const recordedBy = (context: Context): RpcContract<RecordedQuery, RecordedPage> =>
  rpc({
    context,
    noun: 'event',
    verb: 'list-recorded',
    permission: { open: 'service' },
    input: RecordedQuery,
    output: RecordedPage,
    callers: FOLLOWERS[context] ?? [],
    deadline: 2_000,
  });

/**
 * The events of an account that an owner has recorded for a follower, oldest first, published or not. Whoever has handled
 * all of them shows nothing older than the owner has.
 */
export const listRecorded = Object.fromEntries(
  CONTEXTS.filter((context) => FOLLOWERS[context]).map((context) => [context, recordedBy(context)]),
) as Partial<Record<Context, RpcContract<RecordedQuery, RecordedPage>>>;
