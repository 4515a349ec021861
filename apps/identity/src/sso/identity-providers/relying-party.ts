import { Inject, Injectable } from '@nestjs/common';
import { RosterError, ssoRefused, ssoUnreachable } from '@roster/contracts';
import { LOGGER, type Logger } from '@roster/service-kit';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  tokenRevocation,
  type ClientAuth,
  type IDToken,
  type ServerMetadata,
  type TokenEndpointResponse,
} from 'openid-client';
import { Outbound } from '../../core/outbound/outbound.js';
import type { Claims } from './claims.js';

/** Seconds that one request to a provider may take. */
const TIMEOUT = 3;

/** Us, as a provider knows us. */
interface Registration {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A provider: by its issuer, from which it is discovered, or by its endpoints where it has no such page. */
export type Provider = Registration & ({ readonly issuer: string } | { readonly metadata: ServerMetadata });

/** What is remembered of a question, to hold the answer against. */
export interface Question {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What came back, as the page found it in its address. */
export interface Answer {
  readonly code?: string | undefined;
  readonly iss?: string | undefined;
  readonly error?: string | undefined;
}

interface Asking {
  readonly scope: string;
  /** The person shows anew who he is, whatever the provider remembers of him. */
  readonly anew?: boolean;
  readonly prompt?: string;
}

/** Seconds that may lie between a person's proof at the provider and its answer here, where he was to prove it anew. */
const ANEW = 300;

/**
 * We, as a client of identity providers (OpenID Connect Core 1.0) and of third parties (OAuth 2.0): authorization code
 * with PKCE, state, nonce, and the issuer where the provider names it (RFC 9700). Signatures of ID tokens are checked
 * even where they come over TLS.
 */
@Injectable()
export class RelyingParty {
  constructor(
    private readonly outbound: Outbound,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Rejects with `sso.unreachable` where the provider does not say what it is, and where it is not to be asked. */
  async discover(provider: Provider): Promise<Configuration> {
    try {
      return 'issuer' in provider ? await this.discovered(provider) : this.configured(provider);
    } catch (cause) {
      throw new RosterError(ssoUnreachable, undefined, { cause });
    }
  }

  /** Where the browser goes with the question. */
  async questionUrl(provider: Provider, question: Question, { scope, anew, prompt }: Asking): Promise<string> {
    const configuration = await this.discover(provider);
    const parameters = {
      redirect_uri: question.redirectUri,
      scope,
      state: question.state,
      ...(isOpenId(scope.split(' ')) && { nonce: question.nonce }),
      code_challenge: await calculatePKCECodeChallenge(question.verifier),
      code_challenge_method: 'S256',
      ...(anew && { prompt: 'login', max_age: '0' }),
      ...(prompt && { prompt }),
    };
    const url = questionAt(configuration, parameters);
    const complaint = url ? this.outbound.complaintAbout(url) : 'there is no page to ask at';
    if (!url || complaint) throw new RosterError(ssoUnreachable, undefined, { cause: new Error(complaint) });
    return url.href;
  }

  /**
   * What the provider says of the person, after all checks. Rejects with `sso.refused` for an answer that is not the
   * provider's to this question, and with `sso.unreachable`.
   */
  async claims(provider: Provider, question: Question, answer: Answer, { anew = false } = {}): Promise<Claims> {
    const configuration = await this.discover(provider);
    return this.checked(provider, async () => {
      const maxAge = anew ? { maxAge: ANEW } : {};
      const checks = { expectedNonce: question.nonce, idTokenExpected: true, ...maxAge };
      const tokens = await grant(configuration, question, answer, checks);
      const claims = tokens.claims();
      if (!claims) throw new Error('There is no ID token');
      return this.withProfile(configuration, tokens, claims);
    });
  }

  /** A third party's tokens for what a person has granted. Rejects as {@link claims} does. */
  async tokens(
    provider: Provider,
    question: Question & { readonly scopes: readonly string[] },
    answer: Answer,
  ): Promise<TokenEndpointResponse> {
    const configuration = await this.discover(provider);
    const checks = isOpenId(question.scopes) ? { expectedNonce: question.nonce } : {};
    return this.checked(provider, () => grant(configuration, question, answer, checks));
  }

  /** Gives a token back (RFC 7009), where the provider takes it. Rejects where it does not answer. */
  async revoke(provider: Provider, token: string): Promise<void> {
    const configuration = await this.discover(provider);
    if (configuration.serverMetadata().revocation_endpoint) await tokenRevocation(configuration, token);
  }

  private async discovered({ issuer, clientId, clientSecret }: Extract<Provider, { issuer: string }>) {
    const url = new URL(issuer);
    const complaint = this.outbound.complaintAbout(url);
    if (complaint) throw new Error(`The issuer is not asked: ${complaint}`);
    const configuration = await discovery(url, clientId, undefined, clientAuth(clientSecret), {
      [customFetch]: this.outbound.fetch,
      timeout: TIMEOUT,
      execute: [enableNonRepudiationChecks, ...(this.outbound.isNamed(url) ? [allowInsecureRequests] : [])],
    });
    // The library lets some well-known providers be vague about it; mix-up is what that would lead to.
    if (configuration.serverMetadata().issuer !== issuer) throw new Error('The provider calls itself otherwise');
    return configuration;
  }

  private configured({ metadata, clientId, clientSecret }: Extract<Provider, { metadata: ServerMetadata }>) {
    const configuration = new Configuration(metadata, clientId, undefined, clientAuth(clientSecret));
    configuration[customFetch] = this.outbound.fetch;
    configuration.timeout = TIMEOUT;
    if (this.outbound.isNamed(new URL(metadata.token_endpoint ?? metadata.issuer)))
      allowInsecureRequests(configuration);
    return configuration;
  }

  /** Many providers tell of the address only where they are asked for the profile. */
  private async withProfile(
    configuration: Configuration,
    tokens: TokenEndpointResponse,
    claims: IDToken,
  ): Promise<Claims> {
    const hasProfile = configuration.serverMetadata().userinfo_endpoint !== undefined;
    if (claims['email'] !== undefined || !hasProfile) return claims;
    return { ...(await fetchUserInfo(configuration, tokens.access_token, claims.sub)), ...claims };
  }

  private async checked<T>(provider: Provider, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      const issuer = 'issuer' in provider ? provider.issuer : provider.metadata.issuer;
      this.logger.warn({ err: cause, issuer }, "A provider's answer was refused");
      throw new RosterError(isSilence(cause) ? ssoUnreachable : ssoRefused, undefined, { cause });
    }
  }
}

/** Whether an ID token is asked for, and has the nonce in it; plain OAuth 2.0 knows neither. */
const isOpenId = (scopes: readonly string[]): boolean => scopes.includes('openid');

/** Nothing where the provider has named no page that a browser can go to. */
function questionAt(configuration: Configuration, parameters: Record<string, string>): URL | undefined {
  const { authorization_endpoint: page = '' } = configuration.serverMetadata();
  return /^https?:/.test(page) && URL.canParse(page) ? buildAuthorizationUrl(configuration, parameters) : undefined;
}

async function grant(
  configuration: Configuration,
  { redirectUri, state, verifier }: Question,
  { code, iss, error }: Answer,
  checks: { expectedNonce?: string; idTokenExpected?: boolean; maxAge?: number },
) {
  const url = new URL(redirectUri);
  const parameters = { state, code, iss, error };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return authorizationCodeGrant(configuration, url, { ...checks, expectedState: state, pkceCodeVerifier: verifier });
}

/** As the provider would have it; by the header where it does not say (OpenID Connect Discovery 1.0, 3). */
function clientAuth(secret: string): ClientAuth {
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const method = methods.includes('client_secret_basic') ? basic : post;
    return method(server, client, body, headers);
  };
}

/** Whether nobody has answered, rather than answered wrongly. */
const isSilence = (error: unknown): boolean =>
  (error instanceof ClientError && error.code === 'OAUTH_TIMEOUT') ||
  (error instanceof TypeError && error.message === 'fetch failed');
