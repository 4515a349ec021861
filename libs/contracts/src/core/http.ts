/** The groups of the OpenAPI document. */
type HttpTag =
  | 'API keys'
  | 'Accounts'
  | 'Activity'
  | 'Audit'
  | 'Billing'
  | 'Checks'
  | 'IP addresses'
  | 'Invitations'
  | 'Me'
  | 'Members'
  | 'Notifications'
  | 'Passwords'
  | 'Permissions'
  | 'Projects'
  | 'Records'
  | 'Roles'
  | 'Second factors'
  | 'Security settings'
  | 'Sessions'
  | 'Single sign-on'
  | 'Teams';

/** What every route may say besides its contract, whether the gateway mounts it by itself or by a controller. */
export interface HttpOptions {
  /** 200 unless said, or 204 where the contract answers with nothing. */
  readonly status?: 201 | 202 | 204;
  /** Members of the answer that clients are not shown, or find in a header. */
  readonly omits?: readonly string[];
  /** For what changes nothing, or has a token of its own. */
  readonly idempotencyKey?: 'ignored';
  /** Sessions of other people may have ended by it: the gateway believes none that it remembers any more. */
  readonly endsSessions?: boolean;
  /** Only where the contract is open to all: the actor goes along where a valid session is sent. */
  readonly session?: 'optional';
  /** Parameters of the path that are names of other systems, and not ids of Roster. */
  readonly names?: readonly string[];
}

/**
 * How clients ask a contract over HTTP: the gateway mounts and documents the route from it. Parameters of the path, the query
 * (of GET and DELETE) and the body together are the contract's input. A contract whose route does more than pass the call on
 * has none of these; it has a controller in the gateway.
 */
export interface HttpRoute extends HttpOptions {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the root: `/v1/teams/:teamId`. Each parameter is a member of the input. */
  readonly path: string;
  readonly tag: HttpTag;
  /** What it does, in one line of the OpenAPI document. */
  readonly summary: string;
}

/** A route whose names are checked to be members of the contract's input and output. */
export interface HttpDefinition<I extends object, O extends object> extends HttpRoute {
  readonly omits?: readonly (keyof O & string)[];
  readonly names?: readonly (keyof I & string)[];
}
