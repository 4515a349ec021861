import { readableEmail, type AuditActor, type AuditEntry, type AuditTarget } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { summaryOf } from './summary.js';
import type { EntryRow } from './entries.js';

/** A person as they are shown today: by their address as long as they have no name. */
interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export interface Names {
  readonly people: ReadonlyMap<string, Person>;
  /** Project → its name. */
  readonly projects: ReadonlyMap<string, string>;
  /** Team → its name. */
  readonly teams: ReadonlyMap<string, string>;
}

const PEOPLE = `
  select id, coalesce(nullif(trim(first_name || ' ' || last_name), ''), email) as name, email from members
  where account_id = $1 and id = any($2) and standing <> 'deleted'`;

const PROJECTS = 'select id, name from projects where account_id = $1 and id = any($2)';
const TEAMS = 'select id, name from teams where account_id = $1 and id = any($2)';

/** Looks up names when entries are shown. The ledger itself stores nothing about people but their ids. */
export async function namesFor(manager: EntityManager, accountId: string, rows: readonly EntryRow[]): Promise<Names> {
  const actors = rows.flatMap(({ actor }) => ('memberId' in actor ? [actor.memberId] : []));
  const targets = (type: string) =>
    rows.flatMap(({ targetType, targetId }) => (targetType === type && isUuid(targetId) ? [targetId] : []));
  const people: Person[] = await manager.query(PEOPLE, [accountId, [...new Set([...actors, ...targets('member')])]]);
  const projects: { id: string; name: string }[] = await manager.query(PROJECTS, [accountId, targets('project')]);
  const teams: { id: string; name: string }[] = await manager.query(TEAMS, [accountId, targets('team')]);
  return {
    people: new Map(people.map((person) => [person.id, person])),
    projects: new Map(projects.map(({ id, name }) => [id, name])),
    teams: new Map(teams.map(({ id, name }) => [id, name])),
  };
}

export function entryOf(row: EntryRow, names: Names): AuditEntry {
  const actor = actorOf(row, names);
  const target = targetOf(row, names);
  return {
    version: row.version,
    step: row.step,
    at: row.at.toISOString(),
    actor,
    action: row.action,
    target,
    summary: summaryOf(actor, row.action, target),
    parts: [...(row.parts ?? [])],
    ...(row.parts === null && { partsOmitted: true }),
    address: row.address,
    userAgent: row.userAgent,
    requestId: row.requestId,
    hash: row.hash,
  };
}

function actorOf({ actor }: EntryRow, { people }: Names): AuditActor {
  if (actor.kind === 'service') return { kind: 'service', id: actor.name };
  if (actor.kind === 'connection') return { kind: 'connection', id: actor.connectionId };
  const person = people.get(actor.memberId);
  if (actor.kind === 'api-key') {
    const { memberId: id, keyId, makerId } = actor;
    return { kind: 'api-key', id, ...(person && { name: person.name }), keyId, makerId };
  }
  return {
    kind: 'member',
    id: actor.memberId,
    ...(person && { name: person.name, email: readableEmail(person.email) }),
  };
}

function targetOf(
  { targetType: type, targetId: id, parts }: EntryRow,
  { people, projects, teams }: Names,
): AuditTarget {
  const own = parts?.find((part) => part.kind === type && part.id === id);
  const named = own?.after ?? own?.before ?? {};
  const { name: said, domain } = named as { name?: unknown; domain?: unknown };
  const ownName = [said, domain].find((text) => typeof text === 'string');
  const name = people.get(id)?.name ?? projects.get(id) ?? teams.get(id) ?? ownName;
  return { type, id, ...(name && { name }) };
}
