import type { Api, Answer } from './api.js';
import type { Roster } from './system.js';

export const PASSWORD = 'a long sentence that nobody guesses';

/** What customers have access to: the gateway and their mail. */
type Doors = Pick<Roster, 'api' | 'mail'>;

/** Somebody who is signed in. */
export interface Person {
  api: Api;
  email: string;
  memberId: string;
  accountId: string;
}

let made = 0;

/** Addresses and names that no other test uses. */
export const unique = (name: string) => `${name}-${process.pid}-${Date.now().toString(36)}-${++made}`;
export const address = (name: string) => `${unique(name)}@example.com`;

/** A test's own account, opened as a customer does: sign-up, mail, verification, sign-in. */
export async function openAccount(
  roster: Doors,
  { planId = 'team', preset = 'ortto', name = unique('Acme') } = {},
): Promise<Person> {
  const email = address('owner');
  const owner = { email, password: PASSWORD, firstName: 'Olivia', lastName: 'Owner' };
  succeeded(await roster.api.post('/v1/accounts', { name, preset, planId, owner }));
  succeeded(await roster.api.post('/v1/email-verifications', { token: await roster.mail.token(email) }));
  return signIn(roster, email);
}

export async function signIn(roster: Doors, email: string, password = PASSWORD): Promise<Person> {
  const { token, account, member } = signedIn(await roster.api.post('/v1/sessions', { email, password })).body;
  return { api: roster.api.as(token, password), email, memberId: member.id, accountId: account.id };
}

/** The id of a system role by its name. */
export async function roleId(person: Person, name: string): Promise<string> {
  const { items } = succeeded(await person.api.get('/v1/roles')).body;
  return items.find((role: { name: string }) => role.name === name).id;
}

/** Invites one colleague, who accepts at once. */
export async function colleague(roster: Doors, owner: Person, role = 'Editor'): Promise<Person> {
  const email = address('colleague');
  succeeded(await owner.api.post('/v1/invitations', { emails: [email], roleIds: [await roleId(owner, role)] }));
  return accept(roster, email);
}

/** Creates one colleague by the form with a password. They choose their own at the first sign-in. */
export async function enrolled(roster: Doors, owner: Person, roleIds: string[]): Promise<Person> {
  const email = address('colleague');
  const [firstName, lastName, password] = ['Carl', 'Colleague', 'a sentence that somebody else has chosen'];
  succeeded(await owner.api.post('/v1/members', { email, firstName, lastName, roleIds, password }));
  const { challenge } = succeeded(await roster.api.post('/v1/sessions', { email, password })).body;
  const change = await roster.api.put('/v1/sessions/new-password', { challenge, password: PASSWORD });
  const { token, account, member } = signedIn(change).body;
  return { api: roster.api.as(token, PASSWORD), email, memberId: member.id, accountId: account.id };
}

export async function accept(roster: Doors, email: string): Promise<Person> {
  const token = await roster.mail.token(email);
  const body = { token, firstName: 'Carl', lastName: 'Colleague', password: PASSWORD };
  const session = signedIn(await roster.api.post('/v1/invitations/accept', body)).body;
  return {
    api: roster.api.as(session.token, PASSWORD),
    email,
    memberId: session.member.id,
    accountId: session.account.id,
  };
}

/** Asks once more in a new session where the old one is over: nothing has been done then. */
export async function inSession(roster: Doors, { api, email }: Person, ask: () => Promise<Answer>): Promise<Answer> {
  const answer = await ask();
  if (answer.status !== 401) return answer;
  api.token = (await signIn(roster, email)).api.token ?? '';
  return ask();
}

/** For the steps before the one that a test is about. */
export function succeeded(answer: Answer): Answer {
  if (answer.status < 300) return answer;
  throw new Error(`Expected success, got ${answer.status}: ${JSON.stringify(answer.body)}`);
}

/** A sign-in that ended in a session, and not in another step. */
function signedIn(answer: Answer): Answer {
  if (succeeded(answer).status === 201) return answer;
  throw new Error(`Expected a session, got ${answer.status}: ${JSON.stringify(answer.body)}`);
}
