import { isRefusal } from '../api/problem.js';
import { words } from './words.js';

/** By code: what went wrong, for people. What is not here is told by the API's own sentence. */
const catalogue = {
  'network.unreachable': 'The service cannot be reached. Check your connection and try again.',
  'service.unavailable': 'A part of the service is restarting. Nothing has happened; try again in a moment.',
  'service.timeout': 'The service took too long to answer. See whether it has happened before you try again.',
  'check.stale': 'The service is catching up. Nothing has happened; try again in a moment.',
  'rate.limited': 'Too many tries. Wait a minute, then try again.',
  'session.credentials-invalid': 'The address or the password is wrong.',
  'session.required': 'You are signed out. Sign in again.',
  'challenge.invalid': 'This sign-in took too long, or was tried too often. Start again.',
  'second-factor.invalid': 'This code is wrong, or was used already. Try the next one.',
  'passkey.invalid': 'This passkey was not accepted. Try again, or sign in another way.',
  'email.taken': 'This e-mail address is in use already.',
  'session.account-changed': 'Another window has switched to another account. Reload to go on.',
  'email.unverified': 'This address is not verified yet. Open the link in the mail that we sent when you signed up.',
  'member.inactive': 'This membership is no longer active. Ask an administrator of the account.',
  'sso.required': 'This account is signed in to through its identity provider.',
  'sso.refused': 'This sign-in is no longer valid, or was begun in another browser. Start again.',
  'sso.unreachable': 'The identity provider cannot be reached. Try again in a moment.',
  'sso.not-admitted': 'Your identity provider is not enough to come in. Ask an administrator of the account.',
  'ip.unauthorized': 'You cannot sign in from this network address yet.',
  'seat.limit-reached': 'There is no free seat in this account. Ask an administrator of the account.',
  'seat.consent-required': 'Nothing was done: nobody has agreed to the price of the seats that it takes.',
  'quote.expired': 'This price does not hold any more. Look at the new one.',
  'token.invalid': 'This link is no longer valid: it was used already, has expired, or was replaced by a newer one.',
  'invitation.foreign': 'You are signed in as somebody else. Sign out, then open the link again.',
  'version.changed': 'Somebody has changed something in the meantime. Nothing is saved; look at it again.',
  'privilege.above-own': 'You cannot give what you do not have yourself, nor change somebody who has more.',
  'role.above-own': 'This role is not at or below one of yours.',
  'role.name-taken': 'There is a role of this name already. Choose another name.',
  'team.name-taken': 'There is a team of this name already. Choose another name.',
  'team.limit-reached': 'There are as many teams as there can be.',
  'role.owners-only': 'Only the owner of the account has this role.',
  'role.replacement-required': 'Choose which role its members get instead.',
  'role.cycle': 'A role cannot stand under itself, nor under a role that is below it.',
  'role.too-deep': 'The tree of roles can be 32 levels deep, and no deeper.',
  'role.limit-reached': 'There are as many roles as an account can have. Delete one that nobody needs.',
  'plan.too-small': 'This plan has too few seats for the people in this account. Remove some of them first.',
  'plan.consent-required': 'Nothing was done: nobody has agreed to the price of the plan.',
  'plan.feature-missing': 'Your plan does not have this.',
  'member.last-administrator': 'Somebody besides the owner must remain who can edit members and roles.',
  'permission.denied': 'You may not do this. Ask an administrator of the account.',
  internal: 'Something went wrong on our side. Try again in a moment.',
} as const;

const useWords = words('problem', catalogue);

/** What is wrong with one field of a form, where the refusal names it. */
export function fieldProblem(error: unknown, field: string): string | undefined {
  if (!isRefusal(error)) return undefined;
  const { code, detail, errors = [] } = error.problem;
  const found = errors.find(({ path }) => path === field);
  return found && (code === 'user.password-weak' ? `${detail}.` : found.message);
}

/** Says what went wrong. */
export function useProblemWords(): (error: unknown) => string {
  const say = useWords();
  return (error) => {
    if (!isRefusal(error)) return say('internal');
    const { code, detail, title, errors = [] } = error.problem;
    if (Object.hasOwn(catalogue, code)) return say(code as keyof typeof catalogue);
    if (errors.length > 0) return errors.map(({ path, message }) => `${path} ${message}`).join('. ');
    return detail || title || say('internal');
  };
}
