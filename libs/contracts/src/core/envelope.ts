/** An event as it travels, in the shape of CloudEvents 1.0 (JSON format, with extension attributes). */
export interface Envelope<T extends object = object> {
  readonly specversion: '1.0';
  /** UUIDv7; the outbox row's id, the message id for de-duplication, and the inbox's key. */
  readonly id: string;
  /** `roster/<context>`. */
  readonly source: string;
  /** The event's subject on the bus, `evt.identity.member.invited.v1`. */
  readonly type: string;
  /** The id of the thing that it happened to. */
  readonly subject: string;
  /** RFC 3339, UTC. For people: nothing is ordered by it. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** The account that it happened in; absent for what belongs to none. */
  readonly accountid?: string;
  readonly traceparent?: string;
  readonly data: T;
}
