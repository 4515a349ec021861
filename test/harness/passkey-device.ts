import type { Page } from 'playwright-core';

/** A device with a fingerprint reader, as Chromium has it for tests (WebDriver's virtual authenticator). */
export interface PasskeyDevice {
  /** Whether it takes the person for its owner. */
  recognise(isUserVerified: boolean): Promise<unknown>;
  /** Whether the person's finger is on it, without being asked. */
  touch(isPresent: boolean): Promise<unknown>;
}

/** By default the person's finger is on it. */
export async function passkeyDevice(page: Page): Promise<PasskeyDevice> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    recognise: (isUserVerified) => devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    touch: (enabled) => devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
  };
}

export interface PageAnswer {
  status: number;
  body: { code?: string; challenge?: string; [name: string]: unknown };
}

/** As a page of ours asks: with the cookie, and the header that shows that it is ours. */
export const askInPage = (page: Page, method: string, path: string, body?: object): Promise<PageAnswer> =>
  page.evaluate(
    async ({ method: verb, path: to, json }) => {
      const headers = { 'content-type': 'application/json', 'x-requested-with': 'roster' };
      const response = await fetch(to, { method: verb, headers, ...(json !== undefined && { body: json }) });
      const text = await response.text();
      return { status: response.status, body: text ? JSON.parse(text) : {} };
    },
    { method, path, json: body && JSON.stringify(body) },
  );

/** What the browser makes of options, in its own JSON. Text, since these are names of a page and none of ours. */
const inPage = (
  page: Page,
  { body }: PageAnswer,
  kind: 'Creation' | 'Request',
  verb: 'create' | 'get',
): Promise<object> =>
  page.evaluate(`(async () => {
    const publicKey = PublicKeyCredential.parse${kind}OptionsFromJSON(${JSON.stringify(body['options'])});
    return (await navigator.credentials.${verb}({ publicKey })).toJSON();
  })()`);

export const createPasskey = (page: Page, options: PageAnswer) => inPage(page, options, 'Creation', 'create');
export const usePasskey = (page: Page, options: PageAnswer) => inPage(page, options, 'Request', 'get');

/** Adds a passkey of this device to whoever is signed in, who has no other second factor. */
export async function addPasskey(page: Page, password: string, name = 'This laptop'): Promise<PageAnswer> {
  await askInPage(page, 'POST', '/v1/sessions/reauthentication', { password, purpose: 'factors' });
  const response = await createPasskey(page, await askInPage(page, 'POST', '/v1/me/passkeys/options'));
  return askInPage(page, 'POST', '/v1/me/passkeys', { name, response });
}
