/** The services that own data. Each has a database, a queue group and a stream of its own. */
export const CONTEXTS = ['identity', 'access', 'billing', 'notifications'] as const;
export type Context = (typeof CONTEXTS)[number];

/** Who may publish on a subject. `service` is any other internal service of the product. */
export const CALLERS = [...CONTEXTS, 'gateway', 'service'] as const;
export type Caller = (typeof CALLERS)[number];

/** Who has a user on the bus: who may call, and the declarer, which asks nobody but JetStream. */
export type BusUser = Caller | 'declarer';

/** Every name that the system builds on the bus is built in this file. */
export const DEAD_STREAM = 'DEAD';
export const DEAD_SUBJECTS = ['dead.>'];

export const rpcSubject = (context: Context, noun: string, verb: string) => `rpc.${context}.${noun}.${verb}`;

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

/** The prefix of a bus user's reply subjects: nobody else may subscribe below it. */
export const inboxPrefix = (user: BusUser): string => `_INBOX_${user}`;

const withoutPrefix = (subject: string) => subject.replace(/^evt\./, '');
