import { isUUID } from 'class-validator';
import { CALLERS, USER_KINDS, type NamedKind, type UserKind } from './naming.js';

/** Which of them somebody may touch. */
export type Reach = readonly string[] | 'all';

/** A user that another service of the product has on the bus, as the deployment lists it (`docs/decisions.md` 11). */
export interface OtherUser {
  /** One word of a subject, and nobody else's: {@link USER_NAME}. */
  readonly name: string;
  readonly kind: UserKind;
  /** The types of the records that it may touch: `contacts`. */
  readonly recordTypes: Reach;
  /** The ids of the accounts that it may touch, in lower case. */
  readonly accounts: Reach;
}

/** A service that calls under its own name. */
export interface NamedCaller extends OtherUser {
  readonly kind: NamedKind;
}

/** The name of another service: one word of a subject, of a variable and of a sentence. */
export const USER_NAME = /^[a-z][a-z0-9-]{0,39}$/;

/** The name of a feature in presets, which is the type of its records. */
const RECORD_TYPE = /^[a-z][a-zA-Z0-9]*(-[a-z0-9]+)*$/;

const MEMBERS = ['name', 'kind', 'recordTypes', 'accounts'];

/**
 * Reads `[{ "name": "crm", "kind": "keeper", "recordTypes": ["contacts"], "accounts": "all" }]`: a setting of the runner,
 * and the same of each service. Throws one error that names everything that is wrong with it.
 */
export function readOtherUsers(text: string): OtherUser[] {
  if (text.length > 100_000) throw new Error('it is larger than 100,000 characters');
  const listed = parsed(text);
  if (!Array.isArray(listed)) throw new Error('it must be a list of users');
  const owners = new Map<string, string>([...CALLERS, 'declarer'].map((name) => [name, 'is one of Roster’s own']));
  const problems: string[] = [];
  const users = listed.map((given: unknown, index) => readUser(given, `user ${index + 1}`, { owners, problems }));
  if (problems.length > 0) throw new Error(problems.join('; '));
  return users;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
}

interface Reading {
  /** Who has a name already, by name. */
  readonly owners: Map<string, string>;
  readonly problems: string[];
}

/** Of use only where it has found no problem. */
function readUser(given: unknown, place: string, { owners, problems }: Reading): OtherUser {
  if (!isObject(given)) {
    problems.push(`${place} must be an object`);
    return { name: '', kind: 'service', recordTypes: [], accounts: [] };
  }
  const name = readName(given['name'], owners, (problem) => problems.push(`${place}: name ${problem}`));
  owners.set(name, `${place} has`);

  const say = (problem: string) => problems.push(`${name ? `${place} (${name})` : place}: ${problem}`);
  for (const member of Object.keys(given)) if (!MEMBERS.includes(member)) say(`${member} is not known`);
  const kind = USER_KINDS.find((known) => known === given['kind']);
  if (!kind) say('kind must be service, keeper or back-office');
  const limit = (member: 'recordTypes' | 'accounts') =>
    kind ? readReach(given[member], LIMITS[member], kind, (problem) => say(`${member} ${problem}`)) : [];
  return { name, kind: kind ?? 'service', recordTypes: limit('recordTypes'), accounts: limit('accounts') };
}

function readName(name: unknown, owners: Reading['owners'], say: (problem: string) => void): string {
  if (typeof name !== 'string' || !USER_NAME.test(name)) {
    say('must be a name such as crm: small letters, digits and hyphens, 40 at most');
    return '';
  }
  const owner = owners.get(name);
  if (owner === undefined) return name;
  say(`must not be ${name}, which ${owner}`);
  return '';
}

interface Limit {
  readonly of: string;
  readonly each: string;
  isSound(value: string): boolean;
  /** Why users of that kind have no such limit, and how far they reach then. */
  readonly none: Partial<Record<UserKind, { why: string; reach: Reach }>>;
}

/** Services without limits: decisions are asked for on subjects that do not carry a name. */
const UNLIMITED = {
  why: 'is not for a service: it reads without saying its name, so nobody could keep it to that',
  reach: 'all',
} as const;

const LIMITS: Record<'recordTypes' | 'accounts', Limit> = {
  recordTypes: {
    of: 'types of records',
    each: 'type',
    isSound: (value) => RECORD_TYPE.test(value) && value.length <= 100,
    none: { service: UNLIMITED, 'back-office': { why: 'is not for a back-office, which touches none', reach: [] } },
  },
  accounts: {
    of: 'ids of accounts',
    each: 'account',
    isSound: (value) => isUUID(value, 'all'),
    none: { service: UNLIMITED },
  },
};

function readReach(value: unknown, limit: Limit, kind: UserKind, say: (problem: string) => void): Reach {
  const none = limit.none[kind];
  if (none) {
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(none.reach)) say(none.why);
    return none.reach;
  }
  if (value === 'all') return 'all';
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string' && limit.isSound(one))) {
    say(`must be "all" or a list of ${limit.of}`);
    return [];
  }
  const listed = limit === LIMITS.accounts ? value.map((id: string) => id.toLowerCase()) : (value as string[]);
  if (new Set(listed).size < listed.length) say(`must name each ${limit.each} once`);
  return listed;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
