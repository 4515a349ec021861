import * as contracts from '@roster/contracts';
import type { Answer, Api } from '../harness/api.js';
import { address, inSession, PASSWORD, signIn, succeeded, unique } from '../harness/people.js';
import type { Roster } from '../harness/system.js';
import { codeOfApp } from '../harness/totp.js';
import { READ_ONLY } from './acts.js';

/** What the acts are done to. All of it is of one account, whose owner acts. */
export interface Things {
  readonly roster: Pick<Roster, 'api' | 'mail'>;
  readonly api: Api;
  readonly accountId: string;
  /** Active, and another one. */
  readonly memberId: string;
  readonly memberEmail: string;
  readonly otherId: string;
  /** At the bottom of the tree, with nobody who holds it. */
  readonly roleId: string;
  /** The role at its top. */
  readonly managerRoleId: string;
  readonly held: Record<string, string>;
}

/** One act that leaves one entry in the trail. Where it is sent again, word for word, that changes nothing. */
export interface TrailedAct<T extends object = Things> {
  readonly contract: contracts.RpcContract;
  readonly action: contracts.AuditAction;
  readonly ask: (things: T) => Promise<Answer>;
  /** Sent again, it does the same to something new. */
  readonly isNewEachTime: boolean;
}

export const act = <I extends object, O extends object, T extends object = Things>(
  contract: contracts.RpcContract<I, O>,
  action: contracts.AuditAction,
  ask: TrailedAct<T>['ask'],
): TrailedAct<T> => ({
  contract: contract as unknown as contracts.RpcContract,
  action,
  ask,
  isNewEachTime: false,
});

const newEachTime = <T extends object>(each: TrailedAct<T>): TrailedAct<T> => ({ ...each, isNewEachTime: true });

/** The same, where later acts need the id of what was made. */
export const making =
  <T extends { held: Record<string, string> }>(
    name: string,
    ask: TrailedAct<T>['ask'],
    idOf = (answer: Answer): string => answer.body.id,
  ): TrailedAct<T>['ask'] =>
  async (things) => {
    const answer = await ask(things);
    things.held[name] = answer.status < 300 ? idOf(answer) : '';
    return answer;
  };

/** The account's own roles in the opposite order. */
async function orderRoles({ api }: Things): Promise<Answer> {
  const { items } = succeeded(await api.get('/v1/roles')).body;
  const own = items.filter(({ slug }: { slug: string | null }) => slug === null);
  return api.put('/v1/roles/order', { roleIds: own.map(({ id }: { id: string }) => id).toReversed() });
}

/** The member sets up an authenticator app; it is taken from them. */
async function resetSecondFactors({ roster, api, memberId, memberEmail }: Things): Promise<Answer> {
  const member = await signIn(roster, memberEmail);
  const { secret } = succeeded(await inSession(roster, member, () => member.api.post('/v1/me/totp'))).body;
  await inSession(roster, member, () => member.api.post('/v1/me/totp/confirm', { code: codeOfApp(secret) }));
  return api.delete(`/v1/members/${memberId}/second-factors`);
}

async function confirmPhone({ roster, api, held }: Things): Promise<Answer> {
  const { text } = await roster.mail.next(`${held['phone']}@sms.localhost`);
  return api.post('/v1/account/phone-verification/confirm', { code: /\b\d{6}\b/.exec(text)?.[0] });
}

/** More seats than the plan has left. */
async function agreeToPrice({ api }: Things): Promise<Answer> {
  const { id } = succeeded(await api.post('/v1/billing/quotes', { seats: { users: 20 } })).body;
  return api.post('/v1/billing/consents', { quoteId: id });
}

/** A number that no other test uses. */
const newPhone = () => `+43123${String(Math.random()).slice(2, 9)}`;

const invited = ({ body }: Answer): string => body.invitations[0].id;
const invite = ({ api, roleId }: Things) =>
  api.post('/v1/invitations', { emails: [address('new')], roleIds: [roleId] });

/** Every act of a signed-in person that can be done over HTTP without other services of the world, in an order that works. */
export const TRAILED: readonly TrailedAct[] = [
  newEachTime(act(contracts.inviteMembers, 'member.invited', making('invitation', invite, invited))),
  newEachTime(
    act(contracts.resendInvitation, 'invitation.resent', ({ api, held }) =>
      api.post(`/v1/invitations/${held['invitation']}/resend`),
    ),
  ),
  act(contracts.withdrawInvitation, 'invitation.withdrawn', ({ api, held }) =>
    api.delete(`/v1/invitations/${held['invitation']}`),
  ),
  act(
    contracts.createRole,
    'role.created',
    making('role', ({ api, managerRoleId }) =>
      api.post('/v1/roles', { name: unique('Role'), grants: {}, managerRoleId }),
    ),
  ),
  act(contracts.editRole, 'role.edited', ({ api, held }) =>
    api.send('PATCH', `/v1/roles/${held['role']}`, { name: unique('Renamed') }),
  ),
  act(contracts.changeBillingSettings, 'billing-settings.changed', ({ api }) =>
    api.send('PATCH', '/v1/billing/settings', { inviterMayBuy: { perPeriod: 3 } }),
  ),
  act(contracts.setBillingDetails, 'billing-details.changed', ({ api }) =>
    api.put('/v1/billing/details', { company: unique('Acme'), address: '1 Main Street', country: 'US' }),
  ),
  act(contracts.setBillingContact, 'billing-contact.changed', ({ api, otherId }) =>
    api.put('/v1/billing/contact', { memberId: otherId }),
  ),
  act(contracts.orderRoles, 'roles.ordered', orderRoles),
  act(contracts.deleteRole, 'role.deleted', ({ api, held }) => api.delete(`/v1/roles/${held['role']}`)),
  act(
    contracts.createTeam,
    'team.created',
    making('team', ({ api }) => api.post('/v1/teams', { name: unique('Team') })),
  ),
  act(contracts.renameTeam, 'team.renamed', ({ api, held }) =>
    api.send('PATCH', `/v1/teams/${held['team']}`, { name: unique('Other') }),
  ),
  act(contracts.setTeamMembers, 'team.members-set', ({ api, held, memberId }) =>
    api.put(`/v1/teams/${held['team']}/members`, { memberIds: [memberId] }),
  ),
  act(contracts.setMemberTeams, 'member.teams-set', ({ api, memberId }) =>
    api.put(`/v1/members/${memberId}/teams`, { teamIds: [] }),
  ),
  act(
    contracts.createProject,
    'project.created',
    making('project', ({ api }) => api.post('/v1/projects', { name: unique('Project') })),
  ),
  act(contracts.editProject, 'project.renamed', (things) => {
    things.held['project name'] = unique('Renamed');
    return things.api.send('PATCH', `/v1/projects/${things.held['project']}`, { name: things.held['project name'] });
  }),
  act(contracts.setProjectTeam, 'project.team-set', ({ api, held, memberId }) =>
    api.put(`/v1/projects/${held['project']}/team`, { memberIds: [memberId] }),
  ),
  act(contracts.setProjectTeammate, 'project.team-set', ({ api, held, otherId }) =>
    api.put(`/v1/projects/${held['project']}/team/${otherId}`, { expiresAt: null }),
  ),
  act(contracts.setProjectPermissions, 'project.permissions-set', ({ api, held, memberId }) =>
    api.put(`/v1/projects/${held['project']}/team/${memberId}/permissions`, { grants: { 'project:view': true } }),
  ),
  act(contracts.copyProjectPermissions, 'permissions.copied', ({ api, held, memberId, otherId }) =>
    api.post(`/v1/projects/${held['project']}/team/${otherId}/permissions/copy`, { from: memberId }),
  ),
  act(contracts.setMemberProjects, 'member.projects-set', ({ api, otherId }) =>
    api.put(`/v1/members/${otherId}/projects`, { projectIds: [] }),
  ),
  act(contracts.transferProject, 'project.transferred', ({ api, held, memberId }) =>
    api.post(`/v1/projects/${held['project']}/ownership-transfer`, { memberId }),
  ),
  act(contracts.deleteProject, 'project.deleted', ({ api, held }) =>
    api.send('DELETE', `/v1/projects/${held['project']}`, { name: held['project name'] }),
  ),
  act(contracts.deleteTeam, 'team.deleted', ({ api, held }) => api.delete(`/v1/teams/${held['team']}`)),
  newEachTime(
    act(
      contracts.addException,
      'exception.added',
      making('exception', ({ api, memberId }) =>
        api.post(`/v1/members/${memberId}/exceptions`, { permission: 'members:view', effect: 'allow' }),
      ),
    ),
  ),
  act(contracts.copyPermissions, 'permissions.copied', ({ api, memberId, otherId }) =>
    api.post(`/v1/members/${otherId}/permissions/copy`, { from: memberId }),
  ),
  act(contracts.removeException, 'exception.removed', ({ api, memberId, held }) =>
    api.delete(`/v1/members/${memberId}/exceptions/${held['exception']}`),
  ),
  act(contracts.setMemberManager, 'member.manager-set', ({ api, memberId, otherId }) =>
    api.put(`/v1/members/${memberId}/manager`, { memberId: otherId }),
  ),
  act(contracts.setMemberRoles, 'member.roles-set', ({ api, memberId, roleId }) =>
    api.put(`/v1/members/${memberId}/roles`, { roleIds: [roleId] }),
  ),
  act(contracts.setAgentAccess, 'agent-access.given', ({ api, memberId }) =>
    api.put(`/v1/members/${memberId}/agent-access`, { enabled: true }),
  ),
  act(contracts.editMember, 'member.edited', ({ api, memberId }) =>
    api.send('PATCH', `/v1/members/${memberId}`, { firstName: unique('First') }),
  ),
  act(contracts.editMe, 'member.edited', ({ api }) => api.send('PATCH', '/v1/me', { firstName: unique('First') })),
  newEachTime(
    act(
      contracts.createApiKey,
      'api-key.created',
      making('key', ({ api, roleId }) => api.post('/v1/api-keys', { name: unique('Key'), roleIds: [roleId] })),
    ),
  ),
  act(contracts.revokeApiKey, 'api-key.revoked', ({ api, held }) => api.delete(`/v1/api-keys/${held['key']}`)),
  act(contracts.changeSecuritySettings, 'security-settings.changed', ({ api }) =>
    api.send('PATCH', '/v1/settings/security', { sessionHours: 12 }),
  ),
  act(contracts.editAccount, 'account.edited', ({ api }) => api.send('PATCH', '/v1/account', { name: unique('Acme') })),
  newEachTime(
    act(contracts.verifyPhone, 'phone-verification.started', ({ api, held }) =>
      api.post('/v1/account/phone-verification', { phone: (held['phone'] = newPhone()) }),
    ),
  ),
  act(contracts.confirmPhone, 'account.validated', confirmPhone),
  act(
    contracts.addDomain,
    'domain.added',
    making('domain', ({ api }) => api.post('/v1/domains', { domain: `${unique('d').toLowerCase()}.example.com` })),
  ),
  act(contracts.removeDomain, 'domain.removed', ({ api, held }) => api.delete(`/v1/domains/${held['domain']}`)),
  act(contracts.putRecord, 'record.put', ({ api, memberId }) =>
    api.put('/v1/records/contacts/1', { ownerId: memberId }),
  ),
  act(contracts.deleteRecord, 'record.deleted', ({ api }) => api.delete('/v1/records/contacts/1')),
  act(contracts.endMemberSessions, 'session.ended', ({ api, memberId }) =>
    api.delete(`/v1/members/${memberId}/sessions`),
  ),
  act(contracts.resetSecondFactors, 'second-factor.reset', resetSecondFactors),
  act(contracts.deactivateMember, 'member.inactive', ({ api, memberId }) =>
    api.post(`/v1/members/${memberId}/deactivate`),
  ),
  act(contracts.activateMember, 'member.activated', ({ api, memberId }) =>
    api.post(`/v1/members/${memberId}/activate`),
  ),
  act(contracts.revokeMember, 'member.revoked', ({ api, memberId }) => api.post(`/v1/members/${memberId}/revoke`)),
  act(contracts.reactivateMember, 'member.reactivated', ({ api, memberId }) =>
    api.post(`/v1/members/${memberId}/reactivate`),
  ),
  act(contracts.deleteMember, 'member.deleted', ({ api, memberId }) => api.delete(`/v1/members/${memberId}`)),
  act(contracts.changeSubscription, 'subscription.change-scheduled', ({ api }) =>
    api.put('/v1/billing/subscription', { planId: 'free' }),
  ),
  act(contracts.endSubscription, 'subscription.change-scheduled', ({ api }) => api.delete('/v1/billing/subscription')),
  act(contracts.revokeScheduledChange, 'subscription.change-revoked', ({ api }) =>
    api.delete('/v1/billing/subscription/scheduled'),
  ),
  act(contracts.transferOwnership, 'ownership.transferred', ({ api, otherId, roleId }) =>
    api.post('/v1/account/ownership-transfer', { memberId: otherId, formerOwnerRoleId: roleId }),
  ),
];

/** The rights of the one who comes in by a password that the owner has chosen. */
const enrol = ({ api, roleId }: Things) =>
  api.post('/v1/members', {
    email: address('made'),
    firstName: 'Mona',
    lastName: 'Made',
    roleIds: [roleId],
    password: PASSWORD,
  });

/** Takes the address from which the member came in. */
async function revokeIpAddresses({ api, memberId }: Things): Promise<Answer> {
  const one = `/v1/members/${memberId}/ip-addresses`;
  const { items } = succeeded(await api.get(one)).body;
  return api.send('DELETE', one, { ids: items.map(({ id }: { id: string }) => id) });
}

/** What only products have that enrol people by a form, and restrict network addresses. */
export const TRAILED_OF_ENROLLING: readonly TrailedAct[] = [
  newEachTime(act(contracts.createMember, 'member.created', enrol)),
  act(contracts.revokeMemberIpAddresses, 'ip-addresses.revoked', revokeIpAddresses),
  act(contracts.giveConsent, 'consent.given', agreeToPrice),
];

/** The other contracts that a signed-in person can call, and why they are not among them. */
export const UNTRAILED: Readonly<Record<string, readonly object[]>> = {
  'shows something, and changes nothing': READ_ONLY,
  'makes what the asker alone can agree to, and changes nothing': [contracts.createQuote],
  'finds out what a sign-in would come to, and changes nothing': [contracts.startSsoTrial, contracts.finishSsoTrial],
  'is about the asker’s own ways in, sessions or linked accounts: their activity has it': [
    contracts.endSession,
    contracts.endOtherSessions,
    contracts.switchAccount,
    contracts.reauthenticate,
    contracts.renewBackupCodes,
    contracts.startPasskey,
    contracts.addPasskey,
    contracts.renamePasskey,
    contracts.removePasskey,
    contracts.offerOwnPasskeys,
    contracts.startTotp,
    contracts.confirmTotp,
    contracts.removeTotp,
    contracts.changePassword,
    contracts.requestEmailChange,
    contracts.revokeIpAddresses,
    contracts.startOwnSso,
    contracts.linkSso,
    contracts.renewBySso,
    contracts.startConnection,
    contracts.finishConnection,
    contracts.deleteConnection,
    contracts.setHandover,
  ],
  'sends a mail again that failed, and the mail server of the shared system takes every mail: mail-crash.long.e2e.spec.ts has its entry':
    [contracts.retryDelivery],
};
