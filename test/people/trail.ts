import * as contracts from '@roster/contracts';
import type { Answer, Api } from '../harness/api.js';
import { address, unique } from '../harness/people.js';
import { READ_ONLY } from './acts.js';

/** What the acts are done to. All of it is of one account, whose owner acts. */
export interface Things {
  readonly api: Api;
  readonly accountId: string;
  /** Active, and another one. */
  readonly memberId: string;
  readonly otherId: string;
  /** At the bottom of the tree, with nobody who holds it. */
  readonly roleId: string;
  /** The role at its top. */
  readonly managerRoleId: string;
  readonly held: Record<string, string>;
}

/** One act that leaves one entry in the trail. */
export interface TrailedAct {
  readonly contract: contracts.RpcContract;
  readonly action: contracts.AuditAction;
  readonly ask: (things: Things) => Promise<Answer>;
}

const act = <I extends object, O extends object>(
  contract: contracts.RpcContract<I, O>,
  action: contracts.AuditAction,
  ask: TrailedAct['ask'],
): TrailedAct => ({ contract: contract as unknown as contracts.RpcContract, action, ask });

/** The same, where later acts need the id of what was made. */
const making =
  (name: string, ask: TrailedAct['ask'], idOf = (answer: Answer): string => answer.body.id): TrailedAct['ask'] =>
  async (things) => {
    const answer = await ask(things);
    things.held[name] = answer.status < 300 ? idOf(answer) : '';
    return answer;
  };

const invited = ({ body }: Answer): string => body.invitations[0].id;
const invite = ({ api, roleId }: Things) =>
  api.post('/v1/invitations', { emails: [address('new')], roleIds: [roleId] });

/** Every act of a signed-in person that can be done over HTTP without other services of the world, in an order that works. */
export const TRAILED: readonly TrailedAct[] = [
  act(contracts.inviteMembers, 'member.invited', making('invitation', invite, invited)),
  act(contracts.resendInvitation, 'invitation.resent', ({ api, held }) =>
    api.post(`/v1/invitations/${held['invitation']}/resend`),
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
  act(contracts.deleteTeam, 'team.deleted', ({ api, held }) => api.delete(`/v1/teams/${held['team']}`)),
  act(
    contracts.addException,
    'exception.added',
    making('exception', ({ api, memberId }) =>
      api.post(`/v1/members/${memberId}/exceptions`, { permission: 'members:view', effect: 'allow' }),
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
  act(
    contracts.createApiKey,
    'api-key.created',
    making('key', ({ api, roleId }) => api.post('/v1/api-keys', { name: unique('Key'), roleIds: [roleId] })),
  ),
  act(contracts.revokeApiKey, 'api-key.revoked', ({ api, held }) => api.delete(`/v1/api-keys/${held['key']}`)),
  act(contracts.changeSecuritySettings, 'security-settings.changed', ({ api }) =>
    api.send('PATCH', '/v1/settings/security', { sessionHours: 12 }),
  ),
  act(contracts.editAccount, 'account.edited', ({ api }) => api.send('PATCH', '/v1/account', { name: unique('Acme') })),
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
  act(contracts.transferOwnership, 'ownership.transferred', ({ api, otherId, roleId }) =>
    api.post('/v1/account/ownership-transfer', { memberId: otherId, formerOwnerRoleId: roleId }),
  ),
];

/** The other contracts that a signed-in person can call, and why they are not among them. */
export const UNTRAILED: Readonly<Record<string, readonly object[]>> = {
  'shows something, and changes nothing': READ_ONLY,
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
  'is an act that needs an identity provider, a name server, a telephone, a lost mail or another product: tested where it is done':
    [
      contracts.createSsoConnection,
      contracts.changeSsoConnection,
      contracts.deleteSsoConnection,
      contracts.verifyDomain,
      contracts.verifyPhone,
      contracts.confirmPhone,
      contracts.retryDelivery,
      contracts.createMember,
      contracts.resetSecondFactors,
      contracts.forgetSsoIdentity,
      contracts.revokeMemberIpAddresses,
      contracts.orderRoles,
    ],
};
