import { connectionScopeUnknown, unknownName, type Connection } from '@roster/contracts';
import type { ThirdParty } from './third-parties.js';
import type { ConnectionEntity } from '../../credentials/connection.entity.js';
import type { Provider } from '../identity-providers/relying-party.js';

export function providerOf(party: ThirdParty): Provider {
  const { issuer, clientId, clientSecret, authorizationEndpoint, tokenEndpoint, revocationEndpoint } = party;
  if (authorizationEndpoint === undefined || tokenEndpoint === undefined) return { issuer, clientId, clientSecret };
  const metadata = {
    issuer,
    authorization_endpoint: authorizationEndpoint,
    token_endpoint: tokenEndpoint,
    ...(revocationEndpoint !== undefined && { revocation_endpoint: revocationEndpoint }),
  };
  return { metadata, clientId, clientSecret };
}

/** The requested scopes, or all of them if none are named. Throws `connection.scope-unknown`. */
export function scopesOf({ scopes }: ThirdParty, asked: readonly string[] | undefined): string[] {
  const unknown = asked?.filter((scope) => !scopes.includes(scope)) ?? [];
  if (unknown.length > 0) throw unknownName(connectionScopeUnknown, scopes, { scopes: unknown });
  return [...(asked && asked.length > 0 ? asked : scopes)];
}

export const connectionRedirectUri = (publicUrl: string, { id }: ThirdParty): string =>
  `${publicUrl}/connection-callback/${id}`;

export const toConnection = ({ id, name, scopes }: ThirdParty, row: ConnectionEntity | undefined): Connection => ({
  provider: id,
  name,
  availableScopes: scopes,
  scopes: row?.scopes ?? null,
  connectedAt: row?.connectedAt.toISOString() ?? null,
});
