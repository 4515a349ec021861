import { api, bodyOf } from '../../api/client.js';
import type { components } from '../../api/schema.js';
import { stepAfter, type Step } from '../sign-in/sign-in.js';

/** What somebody went to a provider for. The state that comes back begins with it. */
type Purpose = 'sign-in' | 'renew' | 'link' | 'connect' | 'trial';

export type SsoTrial = components['schemas']['SsoTrial'];

export type Landed =
  | { readonly as: 'step'; readonly step: Step }
  | { readonly as: 'renewed' | 'linked' | 'connected' }
  | { readonly as: 'tried'; readonly trial: SsoTrial }
  | { readonly as: 'incomplete' };

interface Answer {
  state: string;
  code?: string;
  iss?: string;
  error?: string;
}

/** By purpose: where a provider's answer is sent on to. It is worth something in this browser only, and only once. */
const DOORS: Readonly<Record<Purpose, (answer: Answer, target: string) => Promise<Landed>>> = {
  'sign-in': async (answer, connectionId) => ({
    as: 'step',
    step: await stepAfter(() => api.POST('/v1/sessions/sso', { body: { ...answer, connectionId } })),
  }),
  renew: async (answer, connectionId) => {
    await bodyOf(api.POST('/v1/sessions/reauthentication/sso', { body: { ...answer, connectionId } }));
    return { as: 'renewed' };
  },
  link: async (answer, connectionId) => {
    await api.POST('/v1/me/sso-identities', { body: { ...answer, connectionId } });
    return { as: 'linked' };
  },
  connect: async (answer, provider) => {
    await api.POST('/v1/me/connections', { body: { ...answer, provider } });
    return { as: 'connected' };
  },
  trial: async (answer, connectionId) => ({
    as: 'tried',
    trial: await bodyOf(api.POST('/v1/sso/trials', { body: { ...answer, connectionId } })),
  }),
};

/** Sends on what the provider has put into the address; `target` is the connection or the third party in its path. */
export async function land(given: Readonly<Record<string, string>>, target: string): Promise<Landed> {
  const { state = '', code, iss, error } = given;
  const [purpose = ''] = state.split('.', 1);
  if (!isPurpose(purpose)) return { as: 'incomplete' };
  const answer = { state, ...(code !== undefined && { code }), ...(iss !== undefined && { iss }) };
  return DOORS[purpose]({ ...answer, ...(error !== undefined && { error }) }, target);
}

const isPurpose = (text: string): text is Purpose => Object.hasOwn(DOORS, text);
