import { api, bodyOf } from '../../api/client.js';
import { isRefusal } from '../../api/problem.js';
import type { components } from '../../api/schema.js';
import { rememberWayBack } from '../../app/way-back.js';

type Schemas = components['schemas'];
export type Challenge = Schemas['SignInChallenge'];
export type SsoChoice = Schemas['SsoChoice'];
export type TotpSetup = Schemas['TotpSetup'];

/** Where a sign-in stands. Every page state of the sign-in is one of these. */
export type Step =
  | { readonly at: 'email' }
  | { readonly at: 'password'; readonly email: string; readonly choices: readonly SsoChoice[] }
  | { readonly at: 'second-factor' | 'new-password'; readonly challenge: Challenge }
  | { readonly at: 'enrolment'; readonly challenge: Challenge; readonly setup: TotpSetup }
  | { readonly at: 'codes'; readonly codes: readonly string[]; readonly after: Step }
  | { readonly at: 'blocked'; readonly challenge: string }
  | { readonly at: 'in' };

type Body<Path extends keyof Bodies> = Bodies[Path];
interface Bodies {
  password: Schemas['CreateSession'];
  secondFactor: Schemas['TakeSecondFactor'];
}

/** Whether the address belongs to an identity provider. Known or not, everybody else gets the same page (S12). */
export async function afterEmail(email: string): Promise<Step> {
  const { connections } = await bodyOf(api.POST('/v1/sso/discovery', { body: { email } }));
  return { at: 'password', email, choices: connections };
}

export const afterPassword = (body: Body<'password'>): Promise<Step> =>
  stepAfter(() => api.POST('/v1/sessions', { body }));

export const afterSecondFactor = (body: Body<'secondFactor'>): Promise<Step> =>
  stepAfter(() => api.POST('/v1/sessions/second-factor', { body }));

export const afterEnrolment = (challenge: string, code: string): Promise<Step> =>
  stepAfter(() => api.PUT('/v1/sessions/enrolment', { body: { challenge, code } }));

export const afterNewPassword = (challenge: string, password: string): Promise<Step> =>
  stepAfter(() => api.PUT('/v1/sessions/new-password', { body: { challenge, password } }));

export async function askForAuthorization(challenge: string): Promise<void> {
  await api.POST('/v1/ip-authorizations', { body: { challenge } });
}

/** Leaves for the identity provider, which sends the browser back to `/sso-callback`, and from there to `next`. */
export async function leaveFor({ accountId, connectionId }: SsoChoice, next: string | undefined): Promise<void> {
  const { url } = await bodyOf(api.POST('/v1/sso/authorizations', { body: { accountId, connectionId } }));
  rememberWayBack(next);
  location.assign(url);
}

type Answer = Challenge | Schemas['SignedIn'];

/** The step that an answer leads to: the next one of the sign-in's gate, or in. */
export async function stepAfter(ask: () => Promise<{ readonly data?: Answer }>): Promise<Step> {
  try {
    return await stepOf(await bodyOf(ask()));
  } catch (error) {
    if (!isRefusal(error, 'ip.unauthorized')) throw error;
    const challenge = error.problem.details?.['challenge'];
    if (typeof challenge !== 'string') throw error;
    return { at: 'blocked', challenge };
  }
}

async function stepOf(answer: Answer): Promise<Step> {
  const after = 'challenge' in answer ? await stepFor(answer) : ({ at: 'in' } as const);
  const { backupCodes: codes } = answer;
  return codes ? { at: 'codes', codes, after } : after;
}

async function stepFor(challenge: Challenge): Promise<Step> {
  if (challenge.next !== 'enrolment') return { at: challenge.next, challenge };
  const body = { challenge: challenge.challenge };
  return { at: 'enrolment', challenge, setup: await bodyOf(api.POST('/v1/sessions/enrolment', { body })) };
}
