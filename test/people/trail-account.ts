import type { AuditAction, AuditEntry } from '@roster/contracts';
import type { Answer } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import {
  address,
  inSession,
  PASSWORD,
  roleId as roleIdOf,
  signIn,
  succeeded,
  unique,
  type Person,
} from '../harness/people.js';
import type { Roster } from '../harness/system.js';
import type { Things, TrailedAct } from './trail.js';

/** A command that was answered with success, and the entry that the trail owes it. */
interface Acknowledged {
  readonly requestId: string;
  readonly action: AuditAction;
  readonly actorId: string;
}

/** An account in which everything is done that the trail has entries for. */
export interface TrailAccount extends Trailed<Things> {
  /** Becomes the owner in the end, and may read the trail then. */
  readonly other: Person;
}

/** An account whose owner acts, what they act on, and what they were told. */
export interface Trailed<T extends object> {
  readonly owner: Person;
  readonly things: T;
  readonly acknowledged: Acknowledged[];
}

export const requestIdOf = ({ headers }: Answer): string => headers.get('x-request-id') ?? '';

/** Opens the account, with two colleagues who have come in. An answer that got lost may have been a success. */
export async function openTrailAccount(roster: Pick<Roster, 'api' | 'mail'>): Promise<TrailAccount> {
  const acknowledged: Acknowledged[] = [];
  const email = address('owner');
  const owner = { email, password: PASSWORD, firstName: 'Olivia', lastName: 'Owner' };
  succeeded(await roster.api.post('/v1/accounts', { name: unique('Acme'), preset: 'model', planId: 'team', owner }));
  const verified = await roster.api.post('/v1/email-verifications', { token: await roster.mail.token(email) });
  const person = await signIn(roster, email);
  const { api, accountId, memberId } = person;
  acknowledged.push({ requestId: requestIdOf(verified), action: 'account.opened', actorId: memberId });

  const done = async (action: AuditAction, path: string, body: object) => {
    const answer = succeeded(await api.post(path, body));
    acknowledged.push({ requestId: requestIdOf(answer), action, actorId: memberId });
    return answer.body;
  };
  // Where the answer of the command got lost, access hears of its effect by an event.
  const heardOf = (path: string) =>
    eventually(`${path} to be known`, async () => (await api.get(path)).status === 200 || undefined);
  await heardOf('/v1/roles');
  const managerRoleId = await roleIdOf(person, 'Chief');
  const role = (name: string, grants: object) =>
    done('role.created', '/v1/roles', { name: unique(name), grants, managerRoleId });
  const comer = async (): Promise<Person> => {
    const theirs = address('colleague');
    const { id } = await role('Granted', { 'members:view': true });
    await done('member.invited', '/v1/invitations', { emails: [theirs], roleIds: [id] });
    const token = await roster.mail.token(theirs);
    const body = { token, firstName: 'Carl', lastName: 'Colleague', password: PASSWORD };
    const accepted = succeeded(await roster.api.post('/v1/invitations/accept', body));
    const actorId: string = accepted.body.member.id;
    acknowledged.push({ requestId: requestIdOf(accepted), action: 'invitation.accepted', actorId });
    await heardOf(`/v1/members/${actorId}/permissions`);
    return { api: roster.api.as(accepted.body.token, PASSWORD), email: theirs, memberId: actorId, accountId };
  };
  const { id: roleId } = await role('Bottom', {});
  const [member, other] = [await comer(), await comer()];
  const things: Things = {
    roster,
    api,
    accountId,
    memberId: member.memberId,
    memberEmail: member.email,
    otherId: other.memberId,
    roleId,
    managerRoleId,
    held: {},
  };
  return { owner: person, other, things, acknowledged };
}

interface Doing<T extends object> {
  readonly acts: readonly TrailedAct<T>[];
  /** Hears of each act that was done. */
  readonly between?: (act: TrailedAct<T>) => Promise<void>;
  /**
   * Whether an earlier attempt of the request may have done what was refused now. Where it is given, what was refused for
   * certain is tried again: a service may have to hear yet of what was done before.
   */
  readonly isUncertain?: (requestId: string) => boolean;
}

/** Does these things in order. Rejects where one is refused. */
export async function doAll<T extends object>(
  roster: Pick<Roster, 'api' | 'mail'>,
  { owner, things, acknowledged }: Trailed<T>,
  { acts, between, isUncertain }: Doing<T>,
): Promise<void> {
  for (const act of acts) {
    const ask = async () => {
      const answer = await inSession(roster, owner, () => act.ask(things));
      const isDone = answer.status < 300;
      if (isDone || isUncertain?.(requestIdOf(answer))) return { isDone, requestId: requestIdOf(answer) };
      throw new Error(`${act.contract.subject} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    };
    const { isDone, requestId } = await (isUncertain ? eventually(act.contract.subject, ask) : ask());
    if (isDone) acknowledged.push({ requestId, action: act.action, actorId: owner.memberId });
    await between?.(act);
  }
}

const lineOf = (action: string, actorId: string, hasAddress: boolean): string =>
  `${action} by ${actorId}${hasAddress ? '' : ' from nowhere'}`;

/** Of each acknowledged command, the entries of its request. */
export const told = (
  { acknowledged }: Pick<Trailed<object>, 'acknowledged'>,
  entries: readonly AuditEntry[],
): string[][] =>
  acknowledged.map(({ requestId, action }) => [
    action,
    ...entries
      .filter((entry) => entry.requestId === requestId)
      .map((entry) => lineOf(entry.action, entry.actor.id, entry.address !== null)),
  ]);

/** The same, as it has to be. */
export const owed = ({ acknowledged }: Pick<Trailed<object>, 'acknowledged'>): string[][] =>
  acknowledged.map(({ action, actorId }) => [action, lineOf(action, actorId, true)]);

/** The entries, once each acknowledged command has one. */
export const allTold = (
  { acknowledged }: Pick<Trailed<object>, 'acknowledged'>,
  read: () => Promise<AuditEntry[]>,
): Promise<AuditEntry[]> =>
  eventually('an entry for each act', async () => {
    const found = await read();
    const known = new Set(found.map(({ requestId }) => requestId));
    return acknowledged.every(({ requestId }) => known.has(requestId)) ? found : undefined;
  });
