import type { Envelope } from '@roster/contracts';
import { validate as isUuid } from 'uuid';

/** The message is not an envelope of the event. Retrying does not help. */
export class MalformedEnvelope extends Error {
  override readonly name = 'MalformedEnvelope';
}

/** Reads a message of an event's subject. Throws {@link MalformedEnvelope}. */
export function readEnvelope<T extends object>(data: Uint8Array, eventSubject: string): Envelope<T> {
  const value = parse(data);
  const fault = faultOf(value, eventSubject);
  if (fault) throw new MalformedEnvelope(fault);
  return value as Envelope<T>;
}

function parse(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data));
  } catch (cause) {
    throw new MalformedEnvelope('not JSON', { cause });
  }
}

function faultOf(value: unknown, eventSubject: string): string | undefined {
  if (!isRecord(value)) return 'not an object';
  if (value.specversion !== '1.0') return 'specversion is not 1.0';
  if (!isUuid(value.id)) return 'id is not a UUID';
  if (value.type !== eventSubject) return `type is not ${eventSubject}`;
  if (typeof value.subject !== 'string') return 'subject is missing';
  if (value.accountid !== undefined && !isUuid(value.accountid)) return 'accountid is not a UUID';
  if (!isRecord(value.data)) return 'data is not an object';
  return undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
