import { browserSupportsWebAuthn, startAuthentication, WebAuthnError } from '@simplewebauthn/browser';
import { api, bodyOf } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { afterSecondFactor, stepAfter, type Step } from './sign-in.js';

type Assertion = components['schemas']['PasskeyAssertion'];
type Options = Parameters<typeof startAuthentication>[0]['optionsJSON'];

export const hasPasskeys = browserSupportsWebAuthn;

/** In with a passkey alone. `quietly` offers it in the address field's own suggestions, and waits there. */
export async function signInByPasskey(quietly: boolean): Promise<Step | undefined> {
  const { options } = await bodyOf(api.POST('/v1/sessions/passkey-options', { body: {} }));
  const response = await shown(options as Options, quietly);
  return response && stepAfter(() => api.POST('/v1/sessions/passkey', { body: { response } }));
}

/** A passkey as the second step. */
export async function secondFactorByPasskey(challenge: string): Promise<Step | undefined> {
  const { options } = await bodyOf(api.POST('/v1/sessions/second-factor/passkey-options', { body: { challenge } }));
  const passkey = await shown(options as Options, false);
  return passkey && afterSecondFactor({ challenge, passkey });
}

/** What the browser's dialog gave; nothing where the person closed it. */
async function shown(optionsJSON: Options, useBrowserAutofill: boolean): Promise<Assertion | undefined> {
  try {
    return (await startAuthentication({ optionsJSON, useBrowserAutofill })) as unknown as Assertion;
  } catch (error) {
    if (error instanceof WebAuthnError || (error instanceof DOMException && error.name === 'NotAllowedError'))
      return undefined;
    throw error;
  }
}
