import * as contracts from '@roster/contracts';
import type { Api } from '../harness/api.js';
import { succeeded, unique } from '../harness/people.js';
import type { TestDns } from '../identity/dns.js';
import { act, making, type TrailedAct } from './trail.js';

/** What the acts are done to, in an account that has an identity provider. */
export interface ProviderThings {
  readonly api: Api;
  readonly dns: TestDns;
  /** Kind, issuer, client and secret of another connection to the provider. */
  readonly connection: object;
  /** Somebody who has come in by it. */
  readonly memberId: string;
  readonly held: Record<string, string>;
}

/** Every act that needs an identity provider or a name server, in an order that works. */
export const TRAILED_WITH_PROVIDER: readonly TrailedAct<ProviderThings>[] = [
  act(contracts.verifyDomain, 'domain.verified', async ({ api, dns }: ProviderThings) => {
    const domain = `${unique('d').toLowerCase()}.example.com`;
    const { id, record } = succeeded(await api.post('/v1/domains', { domain })).body;
    dns.records.set(record.name, [record.value]);
    return api.post(`/v1/domains/${id}/verification`);
  }),
  act(contracts.forgetSsoIdentity, 'sso-identity.forgotten', async ({ api, memberId }: ProviderThings) => {
    const one = `/v1/members/${memberId}/sso-identities`;
    const { items } = succeeded(await api.get(one)).body;
    return api.delete(`${one}/${items[0].id}`);
  }),
  act(
    contracts.createSsoConnection,
    'sso-connection.created',
    making('connection', ({ api, connection }: ProviderThings) => api.post('/v1/sso-connections', connection)),
  ),
  act(contracts.changeSsoConnection, 'sso-connection.changed', ({ api, held }: ProviderThings) =>
    api.send('PATCH', `/v1/sso-connections/${held['connection']}`, { name: unique('Another name') }),
  ),
  act(contracts.deleteSsoConnection, 'sso-connection.deleted', ({ api, held }: ProviderThings) =>
    api.delete(`/v1/sso-connections/${held['connection']}`),
  ),
];
