/** The same product behind every door: one account with ten members, and questions whose answers are known beforehand. */
import { setTimeout as sleep } from 'node:timers/promises';
import { loadPresets } from '@roster/contracts';
import { compile } from '@roster/permissions';

const PASSWORD = 'a long sentence that nobody guesses';
const COLLEAGUES = { admin: 3, editor: 3, contributor: 2, 'read-only': 1 };

const preset = loadPresets().get('ortto');

/** Opens an account as its owner would, and no more. */
export async function openOwner({ url, mail }) {
  const doors = doorsOf(url, mail.apiUrl);
  return { ...(await signUp(doors)), password: PASSWORD };
}

/** Opens an account with its people. Questions are `{ memberId, role, feature, action, permission, allowed }`. */
export async function openProduct({ url, mail }) {
  const doors = doorsOf(url, mail.apiUrl);
  const { token, account, member } = await signUp(doors);
  const { items: roles } = await doors.get('/v1/roles', token);
  const members = [];
  for (const [slug, count] of Object.entries(COLLEAGUES)) {
    for (let i = 0; i < count; i += 1) members.push(await join(`${slug}-${i}@example.com`, slug));
  }
  return { token, accountId: account.id, ownerId: member.id, questions: questionsOf(roles, members) };

  async function join(address, slug) {
    const roleIds = [roles.find((role) => role.slug === slug).id];
    await doors.post('/v1/invitations', { emails: [address], roleIds }, token);
    const invitation = { token: await doors.mailedToken(address), password: PASSWORD };
    const joined = await doors.post('/v1/invitations/accept', {
      ...invitation,
      firstName: 'Carl',
      lastName: 'Colleague',
    });
    return { id: joined.member.id, role: slug };
  }
}

async function signUp(doors) {
  const email = 'olivia@example.com';
  const owner = { email, password: PASSWORD, firstName: 'Olivia', lastName: 'Owner' };
  await doors.post('/v1/accounts', { name: 'Acme', preset: preset.name, planId: 'team', owner });
  await doors.post('/v1/email-verifications', { token: await doors.mailedToken(email) });
  return { email, ...(await doors.post('/v1/sessions', { email, password: PASSWORD })) };
}

/** Every account permission that can be granted, for every colleague. */
function questionsOf(roles, members) {
  const catalogue = loadPresets().catalogue(preset.name);
  const account = compile(catalogue, {
    accountId: 'bench',
    status: 'active',
    version: 1,
    ownerMemberId: 'nobody',
    roles: roles.map(({ id, grants }) => ({ id, grants })),
    members: members.map(({ id, role }) => ({
      id,
      status: 'active',
      roleIds: [roles.find(({ slug }) => slug === role).id],
    })),
  });
  const permissions = catalogue.permissions.filter(({ level, grantable }) => level === 'account' && grantable);
  return members.flatMap(({ id: memberId, role }) =>
    permissions.map(({ key: permission }) => {
      const [feature, action] = permission.split(':');
      const { allowed } = account.decide({ memberId, permission }, Date.now());
      return { memberId, role, feature, action, permission, allowed };
    }),
  );
}

function doorsOf(url, mailApi) {
  const send = async (method, path, token, body) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    get: (path, token) => send('GET', path, token),
    post: (path, body, token) => send('POST', path, token, body),
    async mailedToken(address) {
      for (const end = Date.now() + 20_000; Date.now() < end; await sleep(25)) {
        const mails = await (await fetch(`${mailApi}?to.address=${encodeURIComponent(address)}`)).json();
        const text = mails.find(({ to }) => to.some((each) => each.address === address))?.text;
        const token = /#token=([\w.~-]+)/.exec(text ?? '')?.[1];
        if (token) return token;
      }
      throw new Error(`No mail to ${address}`);
    },
  };
}
