import { NAMED_KINDS } from '@roster/contracts';

import { BUS_USERS } from '../names.js';
import { BLAST_RADIUS, type Key } from './blast-radius.js';
import { ITS_NAME, type AllRights, type Rights } from './config.js';

/** A user's rights by kinds of subjects. Every right has a place in it. */
interface SortedRights {
  readonly asks: string[];
  readonly says: string[];
  /** The inboxes of those who may ask it questions. */
  readonly answers: string[];
  readonly hears: string[];
  readonly reads: string[];
  /** Rights on streams and durables. Only the declarer may do more than look at those that it uses. */
  readonly jetStream: string[];
}

/**
 * `docs/bus-users.md`: what each user of the bus may read and do, and what an attacker gains with its key. Throws for a
 * right that it has no place for.
 */
export function usersPage(rights: AllRights): string {
  const users: [Key, Rights][] = [
    ...BUS_USERS.map((user): [Key, Rights] => [user, rights.standing[user]]),
    ...NAMED_KINDS.map((kind): [Key, Rights] => [kind, rights.named[kind]]),
  ];
  const rows = users.map(([user, own]) => row(user, sortedRights(own)));
  return `${HEAD}
${rows.join('\n')}
| access’s [signing key](#signing-key) | – | – | – | – | ${BLAST_RADIUS['signing key'].worst} |

${users.map(([user, own]) => section(user, sortedRights(own))).join('\n')}
## signing key

${radius('signing key')}`;
}

const HEAD = `<!-- Generated from the contracts by \`node deploy/dist/nats/print-users.js > docs/bus-users.md\`; do not edit. -->

# Who may do what on the bus

NATS lets each user publish and subscribe what its contracts need, and nothing else; the rights are generated from the
contracts, and so is this page. Whoever has a user's key is that user. The last column says what is lost with it.

\`service\` is there in every Roster. A \`keeper\`, a \`back-office\` and further users of the kind \`service\` exist where they
are [configured](../deploy/README.md#users-of-other-services); \`${ITS_NAME}\` is theirs. What is open to keepers and back
offices is asked below the contract's subject, under the caller's name.

| user | asks | says | hears | reads in streams | with its key alone |
| ---- | ---- | ---- | ----- | ---------------- | ------------------ |`;

function sortedRights({ publish, subscribe }: Rights): SortedRights {
  const sorted: SortedRights = { asks: [], says: [], answers: [], hears: [...subscribe], reads: [], jetStream: [] };
  for (const subject of publish) {
    const durable = /^\$JS\.API\.CONSUMER\.MSG\.NEXT\.(.+)$/.exec(subject)?.[1];
    if (durable !== undefined) sorted.reads.push(durable);
    else if (subject.startsWith('rpc.')) sorted.asks.push(subject);
    else if (/^(evt|dead|beat)\./.test(subject)) sorted.says.push(subject);
    else if (subject.startsWith('_INBOX_')) sorted.answers.push(subject);
    else if (subject.startsWith('$JS.')) sorted.jetStream.push(subject);
    else throw new Error(`The page of bus users has no place for ${subject}`);
  }
  return sorted;
}

function row(user: Key, { asks, says, hears, reads }: SortedRights): string {
  const cells = [
    `[${user}](#${user})`,
    counted(asks),
    listed(says.map(code)),
    listed(hears.map(heard)),
    inStreams(reads),
    BLAST_RADIUS[user].worst,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Lists the subjects if they are few enough to read; otherwise gives their number for each service. */
function counted(asks: readonly string[]): string {
  if (asks.length <= 6) return listed(asks.map(code));
  const contexts = grouped(asks, (subject) => subject.split('.').slice(1));
  return `${asks.length} questions: ${contexts.map(([context, questions]) => `${questions.length} of ${context}`).join(', ')}`;
}

const listed = (items: readonly string[]) => items.join('<br>') || '–';

/** `IDENTITY.access--identity-member-invited-v1` is a place in the stream IDENTITY, for the events of that name. */
function inStreams(durables: readonly string[]): string {
  const streams = grouped(durables, (durable) => durable.split('.'));
  const named = ([stream, names]: [string, string[]]) =>
    `${code(stream)}: ${names.map((name) => name.replace(/^[a-z]+--/, '')).join(', ')}`;
  return streams.map(named).join('<br>') || '–';
}

function section(user: Key, { asks, says, answers, hears, reads, jetStream }: SortedRights): string {
  const questions = grouped(asks, (subject) => [nounOf(subject), subject.slice(nounOf(subject).length + 1)]);
  const parts: [string, readonly string[]][] = [
    [`Asks, ${asks.length} in all`, questions.map(([noun, verbs]) => code(`${noun}.${together(verbs)}`))],
    ['Says', says.map(code)],
    ['Answers in', answers.map(code)],
    ['Hears', hears.map(heard)],
    ['Reads in streams', reads.map(code)],
    ['Asks of JetStream', jetStream.map(code)],
  ];
  const told = parts.filter(([, items]) => items.length > 0).map(([title, items]) => `${title}: ${items.join(', ')}.`);
  return `## ${user}

${radius(user)}
${told.join('\n\n')}
`;
}

/** `rpc.access.check` of `rpc.access.check.evaluate`. */
const nounOf = (subject: string) => subject.split('.').slice(0, 3).join('.');

const together = (verbs: readonly string[]) => (verbs.length === 1 ? verbs.join() : `{${verbs.join(', ')}}`);

function radius(key: Key): string {
  const { worst, can, cannot } = BLAST_RADIUS[key];
  const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n');
  return `${worst}

It can:

${list(can)}

It cannot:

${list(cannot)}
`;
}

/** Groups items by the first of the two words that each consists of. */
function grouped(items: readonly string[], parts: (item: string) => string[]): [string, string[]][] {
  const groups = new Map<string, string[]>();
  for (const item of items) {
    const [group = '', rest = ''] = parts(item);
    groups.set(group, [...(groups.get(group) ?? []), rest]);
  }
  return [...groups];
}

/** A subscription with its queue group. Each message reaches only one member of a group. */
function heard(subscription: string): string {
  const [subject = '', group] = subscription.split(' ');
  return group === undefined ? code(subject) : `${code(subject)} as one of the group ${group}`;
}

const code = (subject: string) => `\`${subject}\``;
