import type { ConsumerConfig, StreamConfig } from '@nats-io/jetstream';

import type { DurableSettings, StreamSettings } from './declarations.js';

/** Settings that let content leave a stream, bring content from elsewhere, or hide what was published. */
const NOT_FOR_STREAMS = [
  'republish',
  'mirror',
  'sources',
  'subject_transform',
  'sealed',
  'no_ack',
  'allow_rollup_hdrs',
];
/** Settings that make a durable send events somewhere, hold them back, or skip some. */
const NOT_FOR_DURABLES = [
  'deliver_subject',
  'deliver_group',
  'headers_only',
  'filter_subjects',
  'backoff',
  'flow_control',
  'rate_limit_bps',
  'pause_until',
  'opt_start_seq',
  'opt_start_time',
];
const WITHOUT_LIMIT = ['max_msgs', 'max_bytes', 'max_msgs_per_subject', 'max_msg_size', 'max_consumers'];

/** The names of the settings in which a stream differs from its declaration. */
export const streamFaults = (found: StreamConfig, wanted: StreamSettings): string[] => [
  ...differences(found, wanted),
  ...present(found, NOT_FOR_STREAMS),
  ...WITHOUT_LIMIT.filter((name) => Number(Reflect.get(found, name) ?? -1) > 0),
];

export const durableFaults = (found: ConsumerConfig, wanted: Omit<DurableSettings, 'stream'>): string[] => [
  ...differences(found, wanted),
  ...present(found, NOT_FOR_DURABLES),
];

const differences = (found: object, wanted: object): string[] =>
  Object.entries(wanted)
    .filter(([name, value]) => JSON.stringify(Reflect.get(found, name)) !== JSON.stringify(value))
    .map(([name]) => name);

const present = (found: object, names: readonly string[]): string[] =>
  names.filter((name) => {
    const value: unknown = Reflect.get(found, name);
    return Array.isArray(value) ? value.length > 0 : Boolean(value);
  });

/** The first words of every subject that Roster uses. */
const OURS = /^(rpc|evt|dead|beat|_INBOX_[^.]*)(\.|$)/;

/**
 * Whether a stream captures Roster's subjects, copies its streams, or publishes to its subjects. Other streams are left
 * alone.
 */
export function isIntruder(config: StreamConfig, declared: ReadonlySet<string>): boolean {
  const copied = [config.mirror, ...(config.sources ?? [])].flatMap((source) => (source ? [source.name] : []));
  if (copied.some((name) => declared.has(name))) return true;
  const subjects = [...(config.subjects ?? []), ...(config.republish ? [config.republish.dest] : [])];
  return subjects.some((subject) => OURS.test(subject));
}

/** Whether a stream captures the subjects of everyone on the server, which includes passwords. */
export const takesInEverything = ({ subjects = [] }: StreamConfig): boolean =>
  subjects.some((subject) => /^[*>]/.test(subject));
