import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  WebAuthnAbortService,
  WebAuthnError,
} from '@simplewebauthn/browser';
import { api, bodyOf } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { afterSecondFactor, stepAfter, type Step } from './sign-in.js';

type Assertion = components['schemas']['PasskeyAssertion'];
type Options = Parameters<typeof startAuthentication>[0]['optionsJSON'];

export const hasPasskeys = browserSupportsWebAuthn;

/** In with a passkey alone: with any, or with one of this address. Nothing where the person closed the browser's dialog. */
export async function signInByPasskey(of: { email?: string } = {}): Promise<Step | undefined> {
  stopOffering();
  const response = await chosen(await offered(of), false);
  return response && byPasskey(response);
}

/**
 * Offers passkeys among the suggestions of the address field, and waits until one is chosen. Nothing where the browser
 * cannot, or where the person signs in in another way; `stopOffering` ends it.
 */
export async function offerPasskeys(): Promise<(() => Promise<Step>) | undefined> {
  const stopped = stops;
  if (!(await browserSupportsWebAuthnAutofill())) return undefined;
  const options = await offered({});
  // Begun now, it would end the dialog of the way that was taken meanwhile.
  if (stops !== stopped) return undefined;
  const response = await chosen(options, true);
  return response && (() => byPasskey(response));
}

/** How often offering was stopped: what is still asking for its options has to know. */
let stops = 0;

export function stopOffering(): void {
  stops += 1;
  WebAuthnAbortService.cancelCeremony();
}

/** A passkey as the second step. */
export async function secondFactorByPasskey(challenge: string): Promise<Step | undefined> {
  const { options } = await bodyOf(api.POST('/v1/sessions/second-factor/passkey-options', { body: { challenge } }));
  const passkey = await chosen(options as Options, false);
  return passkey && afterSecondFactor({ challenge, passkey });
}

const byPasskey = (response: Assertion): Promise<Step> =>
  stepAfter(() => api.POST('/v1/sessions/passkey', { body: { response } }));

async function offered(body: { email?: string }): Promise<Options> {
  const { options } = await bodyOf(api.POST('/v1/sessions/passkey-options', { body }));
  return options as Options;
}

/** What the browser gave; nothing where the person would not. */
async function chosen(optionsJSON: Options, useBrowserAutofill: boolean): Promise<Assertion | undefined> {
  try {
    return (await startAuthentication({ optionsJSON, useBrowserAutofill })) as unknown as Assertion;
  } catch (error) {
    if (error instanceof WebAuthnError || (error instanceof DOMException && error.name === 'NotAllowedError'))
      return undefined;
    throw error;
  }
}
