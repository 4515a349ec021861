import {
  RosterError,
  ssoIssuerUnusable,
  type ChangeSsoConnection,
  type SsoConnection,
  type SsoKind,
} from '@roster/contracts';
import { provisioningOf } from '../provisioning/provisioning.js';
import type { Provider } from '../identity-providers/relying-party.js';
import type { SsoConnectionEntity } from '../../people/accounts/sso-connection.entity.js';

const GOOGLE = 'https://accounts.google.com';
/** The issuer of one tenant. `common` and the like stand for all tenants, where anybody may have typed an address. */
const MICROSOFT = /^https:\/\/login\.microsoftonline\.com\/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\/v2\.0$/;
const OKTA = /^https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/oauth2\/[\w-]+)?$/;

export const unusable = (reason: string, cause?: unknown): RosterError =>
  new RosterError(ssoIssuerUnusable, undefined, { details: { reason }, cause });

/** The issuer of this kind of provider, as it names itself. Throws `sso-connection.issuer-unusable`. */
export function issuerOf(kind: SsoKind, typed: string | undefined): string {
  if (kind === 'google') {
    if (typed !== undefined && typed !== GOOGLE) throw unusable(`Google's issuer is ${GOOGLE}`);
    return GOOGLE;
  }
  if (typed === undefined || !URL.canParse(typed)) throw unusable('issuer must be a URL');
  const { search, hash, pathname } = new URL(typed);
  if (search !== '' || hash !== '') throw unusable('issuer must have neither query nor fragment');
  // The metadata's address is derived from the issuer, so the issuer itself must not contain it.
  if (pathname.includes('/.well-known/')) throw unusable('issuer must be without /.well-known/ and what follows it');
  if (kind === 'microsoft' && !MICROSOFT.test(typed)) {
    throw unusable('issuer must be https://login.microsoftonline.com/<the id of your tenant>/v2.0');
  }
  if (kind === 'okta' && !OKTA.test(typed)) throw unusable('issuer must be a URL such as https://example.okta.com');
  return typed;
}

/** Each connection has a callback page of its own, so that one provider's answer cannot be taken for another's. */
export const redirectUriOf = (publicUrl: string, connectionId: string): string =>
  `${publicUrl}/sso-callback/${connectionId}`;

export const secretOf = (connectionId: string) => ({ purpose: 'sso-connection', owner: connectionId });

export const providerOf = ({ issuer, clientId }: SsoConnectionEntity, clientSecret: string): Provider => ({
  issuer,
  clientId,
  clientSecret,
});

/** Whether more than the name changes. Whoever changes more vouches for the connection from then on. */
export const isMoreThanName = (change: ChangeSsoConnection): boolean =>
  Object.entries(change).some(([field, value]) => value !== undefined && field !== 'connectionId' && field !== 'name');

export const toSsoConnection = (row: SsoConnectionEntity, publicUrl: string): SsoConnection => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  issuer: row.issuer,
  clientId: row.clientId,
  redirectUri: redirectUriOf(publicUrl, row.id),
  enforced: row.enforced,
  provisions: row.provisions,
  trustsSecondFactor: row.trustsSecondFactor,
  trustsAddresses: row.trustsAddresses,
  roleIds: row.roleIds,
  provisioning: provisioningOf(row),
  createdAt: row.createdAt.toISOString(),
});
