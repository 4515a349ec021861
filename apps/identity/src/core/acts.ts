import { identityActRecorded, toAct, type Act, type ActPart, type CallContext, type Done } from '@roster/contracts';
import { Outbox } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';

const outbox = new Outbox('identity');

type Cause = Partial<Pick<CallContext, 'actor' | 'client' | 'requestId' | 'traceparent'>>;

/**
 * Records what somebody did in an account, for the audit trail, in the transaction in which they did it. For acts that no event
 * about a member carries.
 */
export async function recordAct(manager: EntityManager, accountId: string, done: Done, call: Cause): Promise<void> {
  const data = toAct(done, call, 'identity');
  await outbox.record(manager, identityActRecorded, {
    accountId,
    subject: done.target.id,
    data,
    ...(call.traceparent && { traceparent: call.traceparent }),
  });
}

/** An act on a member, for the event about that member. */
export const memberAct = (
  memberId: string,
  action: Done['action'],
  call: Cause,
  { actor, parts }: Pick<Done, 'actor' | 'parts'> = {},
): Act =>
  toAct(
    { action, target: { type: 'member', id: memberId }, ...(actor && { actor }), ...(parts && { parts }) },
    call,
    'identity',
  );

/** That these fields of a profile were changed. What they were and are is personal, and stays out of the trail. */
export const profilePart = (memberId: string, fields: readonly string[]): ActPart[] => [
  { kind: 'profile', id: memberId, before: null, after: { fields } },
];

/** Values before and after, of those properties only that differ; nothing where none does. */
export function partOf<T extends object>(
  { kind, id }: Pick<ActPart, 'kind' | 'id'>,
  before: T | null,
  after: T | null,
): ActPart[] {
  const names = Object.keys(after ?? before ?? {}) as (keyof T)[];
  const differing = names.filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
  const picked = (of: T | null) => of && Object.fromEntries(differing.map((name) => [name, of[name]]));
  return differing.length === 0 ? [] : [{ kind, id, before: picked(before), after: picked(after) }];
}
