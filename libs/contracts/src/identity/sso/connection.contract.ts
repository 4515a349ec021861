import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { Nothing } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { errorKind, reauthenticationRequired } from '../../core/errors.js';
import { AuthorizationResponse, BrowserBinding, SsoAuthorization, ssoRefused, ssoUnreachable } from './sso.contract.js';

/** The service's configuration names no such third party. */
export const connectionUnknown = errorKind('connection.unknown', 404, 'There is no such third party');
export const connectionNotFound = errorKind('connection.not-found', 404, 'You have not connected this account');
export const connectionScopeUnknown = errorKind(
  'connection.scope-unknown',
  422,
  'This third party is not asked for this permission',
);

const IsProvider = (): PropertyDecorator => (target, key) => {
  for (const decorate of [IsString(), Matches(/^[a-z0-9-]{1,40}$/)]) decorate(target, key as string);
};

/** A person's account at a third party, which other features use in their name (ID-40). */
export class Connection {
  /** The third party, by its name in the configuration. */
  provider!: string;
  name!: string;
  /** What may be asked of the third party for. */
  availableScopes!: string[];
  /** What the person has granted; null where nothing is connected. */
  scopes!: string[] | null;
  connectedAt!: string | null;
}

export class ConnectionList {
  items!: Connection[];
  nextCursor!: string | null;
}

const connection = { context: 'identity', noun: 'connection', callers: ['gateway'] } as const;

export const listConnections = rpc({
  ...connection,
  verb: 'list',
  http: {
    method: 'GET',
    path: '/v1/me/connections',
    tag: 'Me',
    summary: 'List the third parties that I can connect or have connected',
  },
  description:
    'Lists the third parties that people can connect their account with, and which of them the person who asks has connected.',
  permission: { open: 'person' },
  input: Nothing,
  output: ConnectionList,
});

export class ConnectionProvider {
  @IsProvider()
  provider!: string;
}

export class StartConnection extends BrowserBinding {
  @IsProvider()
  provider!: string;

  /** Some of those available; all of them unless said. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  scopes?: string[];
}

/**
 * Asks the third party for its permission: the first time, or for more or less than before (ID-41). To have signed in is
 * proof enough: it brings nobody into the account, and the third party asks for a proof of its own.
 */
export const startConnection = rpc({
  ...connection,
  verb: 'start',
  description:
    'Answers with the address of the third party’s page on which the person agrees to what the connection may do.',
  permission: { open: 'person' },
  input: StartConnection,
  output: SsoAuthorization,
  errors: [connectionUnknown, connectionScopeUnknown, ssoUnreachable, reauthenticationRequired],
  deadline: 12_000,
  freshProof: 'sign-in',
});

/** What the third party has sent the browser back with (RFC 6749, 4.1.2; RFC 9207). */
export class FinishConnection extends AuthorizationResponse {
  @IsProvider()
  provider!: string;
}

/** Only for the same person in the same browser. What was granted before is given back to the third party. */
export const finishConnection = rpc({
  ...connection,
  verb: 'finish',
  description:
    'Keeps the connection that the person agreed to at the third party, by the answer that their browser brings back.',
  permission: { open: 'person' },
  input: FinishConnection,
  output: Connection,
  errors: [connectionUnknown, ssoRefused, ssoUnreachable],
  deadline: 15_000,
});

export const deleteConnection = rpc({
  ...connection,
  verb: 'delete',
  http: {
    method: 'DELETE',
    path: '/v1/me/connections/:provider',
    tag: 'Me',
    summary: 'Disconnect a third party',
    names: ['provider'],
  },
  description:
    'Ends the connection to a third party: its tokens are given back and forgotten, whether it answers or not.',
  permission: { open: 'person' },
  input: ConnectionProvider,
  output: Nothing,
  errors: [connectionNotFound],
  deadline: 12_000,
});
