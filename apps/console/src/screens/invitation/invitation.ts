import { api, bodyOf } from '../../api/client.js';
import { isRefusal } from '../../api/problem.js';
import type { components } from '../../api/schema.js';
import { stepAfter, type Step } from '../sign-in/sign-in.js';

type Schemas = components['schemas'];
export type Invitation = Schemas['InvitationLookup'];
export type Answers = Omit<Schemas['AcceptInvitation'], 'token'>;

export const lookUp = (token: string): Promise<Invitation> =>
  bodyOf(api.POST('/v1/invitations/lookup', { body: { token } }));

/** The address of the person who is signed in in this browser. */
export async function signedInAs(): Promise<string | undefined> {
  try {
    return (await bodyOf(api.GET('/v1/me'))).user.email;
  } catch (error) {
    if (isRefusal(error, 'session.required')) return undefined;
    throw error;
  }
}

export const accept = (token: string, answers: Answers): Promise<Step> =>
  stepAfter(() => api.POST('/v1/invitations/accept', { body: { token, ...answers } }));

export const signOut = () => api.DELETE('/v1/sessions/current');
