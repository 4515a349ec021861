/** The services that own data. Each has a database, a queue group and a stream of its own. */
export const CONTEXTS = ['identity', 'access', 'billing', 'notifications'] as const;
export type Context = (typeof CONTEXTS)[number];

/**
 * What other services of the product have users on the bus for (`docs/decisions.md` 11): a `service` reads, a `keeper`
 * writes records besides, a `back-office` settles invoices and nothing else.
 */
export const USER_KINDS = ['service', 'keeper', 'back-office'] as const;
export type UserKind = (typeof USER_KINDS)[number];

/** Kinds whose users call under their own name, so that the handler knows which of them asks. */
export const NAMED_KINDS = ['keeper', 'back-office'] as const;
export type NamedKind = (typeof NAMED_KINDS)[number];

/** Who may publish on a subject. */
export const CALLERS = [...CONTEXTS, 'gateway', ...USER_KINDS] as const;
export type Caller = (typeof CALLERS)[number];

/** Who has a user on the bus: who may call, and the declarer, which asks nobody but JetStream. */
export type BusUser = Caller | 'declarer';

export const isUserKind = (user: BusUser): user is UserKind => isIn(USER_KINDS, user);
export const isNamedKind = (user: BusUser): user is NamedKind => isIn(NAMED_KINDS, user);

/** Every name that the system builds on the bus is built in this file. */
export const DEAD_STREAM = 'DEAD';
export const DEAD_SUBJECTS = ['dead.>'];

export const rpcSubject = (context: Context, noun: string, verb: string) => `rpc.${context}.${noun}.${verb}`;

/**
 * Where the other service's user of that name asks a contract's question: `rpc.access.record.put.crm`; `*` for all of
 * them.
 */
export const namedSubject = (subject: string, name: string): string => `${subject}.${name}`;

export const eventSubject = (context: Context, noun: string, past: string, version: number) =>
  `evt.${context}.${noun}.${past}.v${version}`;

/** Outside the streams: what is said there counts only at that instant. */
export const heartbeatSubject = (context: Context): string => `beat.${context}`;

export const queueGroup = (context: Context): string => context;

export const streamName = (context: Context): string => context.toUpperCase();

export const streamSubjects = (context: Context): string[] => [`evt.${context}.>`];

/** `evt.identity.member.invited.v1`, for `notifications` → `notifications--identity-member-invited-v1`. */
export const durableName = (consumer: Context, subject: string) =>
  `${consumer}--${withoutPrefix(subject).replaceAll('.', '-')}`;

/** `evt.identity.member.invited.v1`, for `notifications` → `dead.notifications.identity.member.invited.v1`. */
export const deadLetterSubject = (consumer: Context, subject: string) => `dead.${consumer}.${withoutPrefix(subject)}`;

/**
 * The prefix of a bus user's reply subjects: nobody else may subscribe below it. `name`: where it has one of its own,
 * which is a word of its own, so that who answers them all may be let in by `*`.
 */
export const inboxPrefix = (user: BusUser, name?: string): string =>
  name === undefined ? `_INBOX_${user}` : `_INBOX_${user}_named.${name}`;

const withoutPrefix = (subject: string) => subject.replace(/^evt\./, '');

const isIn = (list: readonly BusUser[], user: BusUser): boolean => list.includes(user);
