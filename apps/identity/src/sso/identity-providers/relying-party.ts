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

/** Our registration at a provider. */
interface Registration {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A provider, by the issuer from which it is discovered, or by its endpoints if it has no discovery. */
export type Provider = Registration & ({ readonly issuer: string } | { readonly metadata: ServerMetadata });

/** What we store about a question, to check the answer. */
export interface Question {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What came back in the address of the callback page. */
export interface Answer {
  readonly code?: string | undefined;
  readonly iss?: string | undefined;
  readonly error?: string | undefined;
}

interface QuestionOptions {
  readonly scope: string;
  /** The person has to sign in at the provider again, even if it remembers them. */
  readonly reauthenticates?: boolean;
  readonly prompt?: string;
}

/** When a person has to sign in again at the provider, the seconds that may pass until the answer arrives here. */
const REAUTHENTICATED_WITHIN = 300;

/**
 * Roster as a client of identity providers (OpenID Connect Core 1.0) and third parties (OAuth 2.0): authorization code
 * with PKCE, state, nonce, and the issuer if the provider names it (RFC 9700). Signatures of ID tokens are checked even
 * if they come over TLS.
 */
@Injectable()
export class RelyingParty {
  constructor(
    private readonly outbound: Outbound,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Rejects with `sso.unreachable` if the provider's metadata cannot be read, and if we may not send requests to it.
   */
  async discover(provider: Provider): Promise<Configuration> {
    try {
      return 'issuer' in provider ? await this.discovered(provider) : this.configured(provider);
    } catch (cause) {
      throw new RosterError(ssoUnreachable, undefined, { cause });
    }
  }

  /** The URL of the provider to which the browser takes the question. */
  async questionUrl(
    provider: Provider,
    question: Question,
    { scope, reauthenticates, prompt }: QuestionOptions,
  ): Promise<string> {
    const configuration = await this.discover(provider);
    const parameters = {
      redirect_uri: question.redirectUri,
      scope,
      state: question.state,
      ...(isOpenId(scope.split(' ')) && { nonce: question.nonce }),
      code_challenge: await calculatePKCECodeChallenge(question.verifier),
      code_challenge_method: 'S256',
      ...(reauthenticates && { prompt: 'login', max_age: '0' }),
      ...(prompt && { prompt }),
    };
    const url = questionAt(configuration, parameters);
    const problem = url ? this.outbound.problemWith(url) : 'there is no page to ask at';
    if (!url || problem) throw new RosterError(ssoUnreachable, undefined, { cause: new Error(problem) });
    return url.href;
  }

  /**
   * What the provider says about the person, after all checks. Rejects with `sso.refused` if the answer is not the
   * provider's answer to this question, and with `sso.unreachable`.
   */
  async claims(
    provider: Provider,
    question: Question,
    answer: Answer,
    { reauthenticates = false } = {},
  ): Promise<Claims> {
    const configuration = await this.discover(provider);
    return this.checked(provider, async () => {
      const maxAge = reauthenticates ? { maxAge: REAUTHENTICATED_WITHIN } : {};
      const checks = { expectedNonce: question.nonce, idTokenExpected: true, ...maxAge };
      const tokens = await grant(configuration, question, answer, checks);
      const claims = tokens.claims();
      if (!claims) throw new Error('There is no ID token');
      return this.withProfile(configuration, tokens, claims);
    });
  }

  /** A third party's tokens for what a person has granted. Rejects like {@link claims}. */
  async tokens(
    provider: Provider,
    question: Question & { readonly scopes: readonly string[] },
    answer: Answer,
  ): Promise<TokenEndpointResponse> {
    const configuration = await this.discover(provider);
    const checks = isOpenId(question.scopes) ? { expectedNonce: question.nonce } : {};
    return this.checked(provider, () => grant(configuration, question, answer, checks));
  }

  /** Revokes a token (RFC 7009), if the provider supports that. Rejects if it does not answer. */
  async revoke(provider: Provider, token: string): Promise<void> {
    const configuration = await this.discover(provider);
    if (configuration.serverMetadata().revocation_endpoint) await tokenRevocation(configuration, token);
  }

  private async discovered({ issuer, clientId, clientSecret }: Extract<Provider, { issuer: string }>) {
    const url = new URL(issuer);
    const problem = this.outbound.problemWith(url);
    if (problem) throw new Error(`No requests to this issuer: ${problem}`);
    const configuration = await discovery(url, clientId, undefined, clientAuth(clientSecret), {
      [customFetch]: this.outbound.fetch,
      timeout: TIMEOUT,
      execute: [enableNonRepudiationChecks, ...(this.outbound.isNamed(url) ? [allowInsecureRequests] : [])],
    });
    // The library accepts other issuers from some well-known providers. We do not, because that would allow mix-up
    // attacks.
    if (configuration.serverMetadata().issuer !== issuer) throw new Error('The provider names another issuer');
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

  /** Many providers name the address only in the profile. */
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
      throw new RosterError(isNoAnswer(cause) ? ssoUnreachable : ssoRefused, undefined, { cause });
    }
  }
}

/** Whether the scopes ask for an ID token, which contains the nonce. Plain OAuth 2.0 has neither. */
const isOpenId = (scopes: readonly string[]): boolean => scopes.includes('openid');

/** Undefined if the provider names no page that a browser can open. */
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

/** The method that the provider prefers, or the header if it names none (OpenID Connect Discovery 1.0, 3). */
function clientAuth(secret: string): ClientAuth {
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const method = methods.includes('client_secret_basic') ? basic : post;
    return method(server, client, body, headers);
  };
}

/** Whether there was no answer at all, rather than a wrong one. */
const isNoAnswer = (error: unknown): boolean =>
  (error instanceof ClientError && error.code === 'OAUTH_TIMEOUT') ||
  (error instanceof TypeError && error.message === 'fetch failed');
