import { createPrivateKey, generateKeyPairSync, randomUUID, sign, type JsonWebKey } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type Provider from 'oidc-provider';
import type { Configuration } from 'oidc-provider';
import { quietly } from '../harness/quietly.js';

type Claims = Record<string, unknown>;
type Tamper = (claims: Claims, idToken: string) => string;

/** A token can be revoked by anyone who was given it. */
const REVOCATION = {
  enabled: true,
  allowedPolicy: (_: unknown, client: { clientId: string }, token: { clientId?: string | undefined }) =>
    token.clientId === client.clientId,
};

/** What the page of ours found in its address, as it would send it on. */
export interface Landing {
  readonly state: string;
  readonly code?: string;
  readonly iss?: string;
  readonly error?: string;
}

/**
 * A real OpenID provider on a loopback port: a free one, unless said. Whoever comes with a browser is `person`, and grants everything.
 * Tests can tamper with what it sends.
 */
export class TestProvider {
  /** Subject → their other claims. */
  readonly people = new Map<string, Claims>();
  /** The subject of the person in front of the browser. */
  person = '';
  /** The requests that it had, as method and path. */
  readonly requests: string[] = [];
  /** Makes another ID token of the one that it was about to hand out. */
  tamper: Tamper | undefined;
  /** Changes what it says of itself. */
  metadata: Claims = {};
  /** Declines what is asked for. */
  declines = false;
  private readonly key = privateKey();

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  static async start(clients: readonly { id: string; secret: string }[], at = 0): Promise<TestProvider> {
    const server = createServer();
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const test = new TestProvider(server, issuer);
    const { default: OpenIdProvider } = await quietly(() => import('oidc-provider'));
    const provider = await quietly(async () => new OpenIdProvider(issuer, test.configuration(clients)));
    provider.Client.prototype.redirectUriAllowed = (uri: string) => uri.startsWith('http://localhost:');
    provider.use(async (context, next) => {
      test.requests.push(`${context.method} ${context.path}`);
      await next();
      test.spoil(context);
    });
    const callback = provider.callback();
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const isInteraction = request.url?.startsWith('/interaction/') === true;
      void (isInteraction ? test.interact(provider, request, response) : callback(request, response));
    });
    return test;
  }

  /** Adds a person, who is now in front of the browser. */
  add(claims: Claims): string {
    const subject = randomUUID();
    this.people.set(subject, claims);
    this.person = subject;
    return subject;
  }

  /** Goes where the browser is sent, and comes back to our page. */
  async visit(url: string): Promise<Landing> {
    const jar = new Map<string, string>();
    let next = url;
    for (let hops = 0; hops < 12 && next.startsWith(this.issuer); hops += 1) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
      for (const line of response.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split(/=(.*)/s);
        jar.set(name, value);
      }
      const location = response.headers.get('location');
      if (!location) throw new Error(`The provider does not let go: ${response.status} ${await response.text()}`);
      next = new URL(location, next).href;
    }
    const parameters = Object.fromEntries(new URL(next).searchParams);
    return { state: '', ...parameters };
  }

  /** An ID token of its own key that says this. */
  signed(claims: Claims): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'RS256', kid: this.key['kid'] })}.${part(claims)}`;
    const key = createPrivateKey({ key: this.key, format: 'jwk' });
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private configuration(clients: readonly { id: string; secret: string }[]): Configuration {
    return {
      clients: clients.map(({ id, secret }) => ({
        client_id: id,
        client_secret: secret,
        redirect_uris: ['http://localhost:3000/sso-callback'],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      })),
      jwks: { keys: [this.key] },
      cookies: { keys: [randomUUID()] },
      findAccount: (_, accountId) => {
        const claims = this.people.get(accountId);
        return claims && { accountId, claims: async () => ({ sub: accountId, ...claims }) };
      },
      claims: {
        openid: ['sub'],
        email: ['email', 'email_verified', 'hd', 'xms_edov'],
        profile: ['name', 'given_name', 'family_name'],
      },
      scopes: ['openid', 'offline_access', 'pages:read', 'pages:write'],
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      features: { devInteractions: { enabled: false }, revocation: REVOCATION },
    };
  }

  private async interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (this.declines) {
      return provider.interactionFinished(request, response, { error: 'access_denied' });
    }
    if (prompt.name === 'login') {
      const amr = this.people.get(this.person)?.['amr'];
      const login = { accountId: this.person, ...(Array.isArray(amr) && { amr: amr.map(String) }) };
      return provider.interactionFinished(request, response, { login });
    }
    const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params['client_id']) });
    grant.addOIDCScope(String(params['scope']));
    const consent = { grantId: await grant.save() };
    return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
  }

  private spoil(context: { path: string; body: unknown }): void {
    const body = context.body as Claims | undefined;
    if (context.path === '/.well-known/openid-configuration') context.body = { ...body, ...this.metadata };
    const idToken = body?.['id_token'];
    if (!this.tamper || typeof idToken !== 'string') return;
    const claims = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()) as Claims;
    context.body = { ...body, id_token: this.tamper(claims, idToken) };
  }
}

function privateKey(): JsonWebKey {
  const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return { ...key.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' };
}
