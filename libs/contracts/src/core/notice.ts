import type { Envelope } from './envelope.js';

/**
 * What open windows are told of an event (`GET /v1/events`): that a thing has changed, and never what it is now. A window
 * reads it again, where its person may.
 */
export interface Notice<T extends object = object> {
  /** What kind of thing it is: `member`. */
  readonly noun: string;
  /**
   * The permission that shows such things. `self`: only the member whose own it is is told; `account`: every member is,
   * of what everybody may read.
   */
  readonly permission: string | { readonly open: 'self' | 'account' };
  /** The thing's id, the event's subject unless said. Null: of no one in particular. Undefined: nothing is told. */
  id?(data: T, subject: string): string | null | undefined;
  /** The member whose own thing it is. They are told whatever else they may see. */
  memberId?(data: T, subject: string): string;
}

/** A notice of one event, as the gateway keeps it until it is sent: without anything personal. */
export interface Told {
  readonly noun: string;
  readonly permission: Notice['permission'];
  readonly id: string | null;
  readonly memberId?: string;
  /** The version of the account's authorization that it led to, where access said so. */
  readonly version?: number;
}

/** What windows are told of this event. `notices` are those of its contract. */
export const toldOf = (notices: readonly Notice[], { data, subject }: Pick<Envelope, 'data' | 'subject'>): Told[] =>
  notices.flatMap((notice) => {
    const { noun, permission } = notice;
    const id = notice.id ? notice.id(data, subject) : subject;
    if (id === undefined) return [];
    const memberId = notice.memberId?.(data, subject);
    const version = 'version' in data && typeof data.version === 'number' ? data.version : undefined;
    return [{ noun, permission, id, ...(memberId && { memberId }), ...(version !== undefined && { version }) }];
  });
