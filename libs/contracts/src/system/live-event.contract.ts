/**
 * Something has changed in the account: read it again. Sent as an event `changed` of `GET /v1/events`; an event `resync`
 * says that some may have been missed.
 */
export class LiveEvent {
  /** What kind of thing: `member`, `role`, `audit`. `permissions`: what the reader may do. */
  noun!: string;
  /** Its id; null where it is of no one in particular. */
  id!: string | null;
  /** The account's version that it led to, where it changed what members may do: for `Roster-At-Least`. */
  version?: number;
}
