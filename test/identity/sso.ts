import { randomUUID } from 'node:crypto';
import {
  addDomain,
  createSsoConnection,
  finishSso,
  startSso,
  verifyDomain,
  type CreateSsoConnection,
  type SignInAnswer,
  type SsoConnection,
} from '@roster/contracts';
import { hashToken } from '../../apps/identity/src/core/tokens/token.js';
import { CLIENT, OTHER_CLIENT } from './clients.js';
import type { TestDns } from './dns.js';
import type { Landing, TestProvider } from './provider.js';
import type { IdentityWorld, Owner } from './world.js';

export { CLIENT, OTHER_CLIENT };

/** What identity needs in its environment for providers on loopback, and for tests that come from one address. */
export const ssoSettings = (dns: TestDns) => ({
  PRIVATE_HOSTS: '127.0.0.1',
  DNS_SERVERS: dns.address,
  RATE_LIMIT_TOKENS: '10000',
});

export const newDomain = () => `${randomUUID()}.example.com`;

/** A browser, as far as the gateway knows one from another. */
export const browser = () => ({ bindingHash: hashToken(randomUUID()) });

/** Single sign-on of a test's accounts, as administrators and people use it. */
export class Sso {
  constructor(
    private readonly world: IdentityWorld,
    private readonly dns: TestDns,
  ) {}

  async domain(owner: Owner, domain = newDomain()): Promise<string> {
    const added = await this.world.gateway.call(addDomain, { domain }, owner.call);
    this.dns.records.set(added.record.name, [added.record.value]);
    await this.world.gateway.call(verifyDomain, { domainId: added.id }, owner.call);
    return domain;
  }

  connection(owner: Owner, provider: TestProvider, over: Partial<CreateSsoConnection> = {}): Promise<SsoConnection> {
    const { id: clientId, secret: clientSecret } = CLIENT;
    const input = { kind: 'generic', name: 'Acme', issuer: provider.issuer, clientId, clientSecret, ...over } as const;
    return this.world.gateway.call(createSsoConnection, input, owner.call);
  }

  /** Goes to the provider and back to our page, which has sent nothing on yet. */
  async land(
    owner: Pick<Owner, 'accountId'>,
    { id: connectionId }: SsoConnection,
    provider: TestProvider,
    binding = browser(),
  ): Promise<Landing & { connectionId: string; bindingHash: string }> {
    const input = { accountId: owner.accountId, connectionId, ...binding };
    const { url } = await this.world.gateway.call(startSso, input);
    return { connectionId, ...binding, ...(await provider.visit(url)) };
  }

  async signIn(owner: Owner, connection: SsoConnection, provider: TestProvider): Promise<SignInAnswer> {
    return this.world.gateway.call(finishSso, await this.land(owner, connection, provider));
  }
}
