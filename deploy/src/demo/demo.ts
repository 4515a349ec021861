import type { Api, Mails } from './api.js';
import { addressOf, PEOPLE, type DemoPerson } from './people.js';

/** Everybody's password in the demo. */
export const PASSWORD = 'a demo password for everybody';

interface Product {
  readonly roleCardinality: 'single' | 'multi' | 'none';
  readonly provisioning: { readonly mode: 'invite' | 'password' | 'both' };
  readonly exceptions: 'off' | 'on' | 'primary';
  readonly features: { readonly teams: boolean; readonly agentAccess: boolean; readonly customRoles: string };
}

interface Options {
  readonly api: Api;
  readonly mails: Pick<Mails, 'token'>;
  readonly preset: string;
  /** In the addresses, so that the demo can be made again. */
  readonly run: string;
  readonly say: (line: string) => void;
}

/** Makes an account with people, roles and some history, all by the API and by mailed links. Resolves with the owner's address. */
export async function makeDemo(options: Options): Promise<string> {
  const { api, mails, preset, run, say } = options;
  const [owner, ...others] = PEOPLE;
  if (!owner) throw new Error('There is nobody to own the account');
  const email = addressOf(owner, run);
  say('The account, its owner and their mail');
  await api.post('/v1/accounts', {
    name: 'Northwind',
    preset,
    planId: 'business',
    owner: { ...owner, email, password: PASSWORD },
  });
  await api.post('/v1/email-verifications', { token: await mails.token(email) });
  const { token } = await api.post('/v1/sessions', { email, password: PASSWORD });
  const own = api.as(token);
  const product = (await own.get('/v1/product')) as unknown as Product;
  const roles = await rolesOf(own, product);
  say(`${others.length} colleagues`);
  const members = [];
  for (const [at, person] of others.entries()) {
    const isLate = at >= others.length - 2;
    const roleIds = roles.length > 0 ? [roles[at % roles.length] ?? ''] : [];
    members.push(await comeIn({ ...options, own, product, person, roleIds, isLate }));
  }
  say('Teams, changed roles, and somebody who has left');
  await liveOn(
    own,
    product,
    roles,
    members.filter((id) => id !== undefined),
  );
  return email;
}

/** The ids of the roles that colleagues get: those of the product that can be given, and some of the account's own. */
async function rolesOf(own: Api, { roleCardinality, features }: Product): Promise<string[]> {
  if (roleCardinality === 'none') return [];
  if (features.customRoles !== 'off') {
    const { items = [] } = await own.get('/v1/roles?limit=200');
    const from = items.findLast(({ slug }) => slug !== null);
    if (from) await own.post('/v1/roles', await analystLike(own, from.id));
  }
  const { items = [] } = await own.get('/v1/roles?limit=200');
  return items.filter(({ slug }) => slug !== 'owner' && slug !== 'account-owner').map(({ id }) => id);
}

/** A role with the grants of that one, in the same place of the tree. */
async function analystLike(own: Api, roleId: string): Promise<object> {
  const { grants, managerRoleId } = (await own.get(`/v1/roles/${roleId}`)) as {
    grants?: object;
    managerRoleId?: string | null;
  };
  return { name: 'Analyst', description: 'Looks at numbers', grants, ...(managerRoleId && { managerRoleId }) };
}

interface Coming extends Options {
  readonly own: Api;
  readonly product: Product;
  readonly person: DemoPerson;
  readonly roleIds: readonly string[];
  /** Has not opened their mail yet. */
  readonly isLate: boolean;
}

/** One colleague, as the product takes people in. Resolves with their member id; nothing for those who are still invited. */
async function comeIn(coming: Coming): Promise<string | undefined> {
  const { api, own, mails, product, person, roleIds, isLate, run } = coming;
  const email = addressOf(person, run);
  if (product.provisioning.mode === 'password') {
    const { member } = await own.post('/v1/members', { ...person, email, roleIds, password: PASSWORD });
    return member?.id;
  }
  await own.post('/v1/invitations', { emails: [email], roleIds });
  if (isLate) return undefined;
  const invitation = { token: await mails.token(email), ...person, password: PASSWORD };
  const { member } = await api.post('/v1/invitations/accept', invitation);
  return member?.id;
}

async function liveOn(own: Api, product: Product, roles: readonly string[], members: readonly string[]): Promise<void> {
  const [first, second, third, leaver] = members;
  if (product.features.teams) {
    const { id } = await own.post('/v1/teams', { name: 'Support' });
    await own.put(`/v1/teams/${id}/members`, { memberIds: members.slice(0, 4) });
  }
  if (product.features.agentAccess && first) await own.put(`/v1/members/${first}/agent-access`, { enabled: true });
  if (roles.length > 1 && second) await own.put(`/v1/members/${second}/roles`, { roleIds: [roles.at(-1)] });
  if (product.exceptions !== 'off' && third) await exceptionFor(own, third);
  if (leaver) await own.post(`/v1/members/${leaver}/revoke`);
}

/** The first permission of the product that is switched on and off, given to one person. */
async function exceptionFor(own: Api, memberId: string): Promise<void> {
  const { features } = (await own.get('/v1/catalogue')) as unknown as {
    features: { actions: { permission: string; kind: string; level: string; grantable: boolean }[] }[];
  };
  const action = features
    .flatMap(({ actions }) => actions)
    .find(({ kind, level, grantable }) => kind === 'toggle' && level === 'account' && grantable);
  if (!action) return;
  await own.post(`/v1/members/${memberId}/exceptions`, {
    permission: action.permission,
    effect: 'allow',
    reason: 'Stands in for a colleague',
  });
}
