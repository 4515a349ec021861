import * as contracts from '@roster/contracts';
import { randomUUID } from 'node:crypto';
import type { Answer, Api } from '../harness/api.js';

/** What can be acted on: a person as a member, and what belongs to them. All ids are of one account. */
export interface Target {
  /** Members who are this far above, beside or below, by what state they are in. */
  readonly active: string;
  readonly inactive: string;
  readonly revoked: string;
  /** Pending invitations to the same role. */
  readonly invited: readonly { readonly id: string; readonly memberId: string }[];
  /** A key of the API that the active one has made. */
  readonly keyId: string;
  /** An exception of the active one. */
  readonly exceptionId: string;
  /** A team that the active one is on. */
  readonly teamId: string;
}

/** What an act needs in addition: things of the account that belong to nobody. */
export interface Surroundings {
  /** A role at the bottom. */
  readonly roleId: string;
  /** A member with hardly any rights, with an exception to copy, and a manager to be. */
  readonly donorId: string;
  readonly freeTeamId: string;
  readonly name: () => string;
}

/** One way to act on somebody. */
export interface Act {
  readonly contract: contracts.RpcContract;
  /** What the gateway is asked for. */
  readonly ask: (api: Api, target: Target, around: Surroundings) => Promise<Answer>;
  /** The answer where the act is not refused: a success status, or the code of what is missing. */
  readonly answer?: string;
}

const act = <I extends object, O extends object>(
  contract: contracts.RpcContract<I, O>,
  ask: Act['ask'],
  answer?: string,
): Act => ({
  contract: contract as unknown as contracts.RpcContract,
  ask,
  ...(answer !== undefined && { answer }),
});

function nth<T>(items: readonly T[], at: number): T {
  const item = items[at];
  if (!item) throw new Error(`There is no thing ${at} of that kind to act on`);
  return item;
}

/**
 * Every act on a person: each contract that changes something and whose input names a member, an invitation or
 * something that belongs to a person. The acts that take most away come last, so that one target is enough.
 */
export const ACTS: readonly Act[] = [
  act(contracts.editMember, (api, { active }) => api.send('PATCH', `/v1/members/${active}`, { firstName: 'Another' })),
  act(
    contracts.resetSecondFactors,
    (api, { active }) => api.delete(`/v1/members/${active}/second-factors`),
    'second-factor.not-set-up',
  ),
  act(
    contracts.forgetSsoIdentity,
    (api, { active }) => api.delete(`/v1/members/${active}/sso-identities/${randomUUID()}`),
    'sso-identity.not-found',
  ),
  act(
    contracts.revokeMemberIpAddresses,
    (api, { active }) => api.send('DELETE', `/v1/members/${active}/ip-addresses`, { ids: [randomUUID()] }),
    'ip-address.not-found',
  ),
  act(contracts.resendInvitation, (api, { invited }) => api.post(`/v1/invitations/${nth(invited, 0).id}/resend`)),
  act(contracts.withdrawInvitation, (api, { invited }) => api.delete(`/v1/invitations/${nth(invited, 0).id}`)),
  act(contracts.revokeMember, (api, { invited }) => api.post(`/v1/members/${nth(invited, 1).memberId}/revoke`)),
  act(contracts.deleteMember, (api, { invited }) => api.delete(`/v1/members/${nth(invited, 2).memberId}`)),
  act(contracts.revokeApiKey, (api, { keyId }) => api.delete(`/v1/api-keys/${keyId}`)),
  act(contracts.setMemberManager, (api, { active }, { donorId }) =>
    api.put(`/v1/members/${active}/manager`, { memberId: donorId }),
  ),
  act(contracts.setAgentAccess, (api, { active }) => api.put(`/v1/members/${active}/agent-access`, { enabled: true })),
  act(contracts.createTeam, (api, { active }, { name }) =>
    api.post('/v1/teams', { name: name(), memberIds: [active] }),
  ),
  act(contracts.setMemberTeams, (api, { active }, { freeTeamId }) =>
    api.put(`/v1/members/${active}/teams`, { teamIds: [freeTeamId] }),
  ),
  act(contracts.setTeamMembers, (api, { teamId }) => api.put(`/v1/teams/${teamId}/members`, { memberIds: [] })),
  act(contracts.deleteTeam, (api, { teamId }) => api.delete(`/v1/teams/${teamId}`)),
  act(contracts.addException, (api, { active }) =>
    api.post(`/v1/members/${active}/exceptions`, { permission: 'members:edit', effect: 'deny' }),
  ),
  act(contracts.removeException, (api, { active, exceptionId }) =>
    api.delete(`/v1/members/${active}/exceptions/${exceptionId}`),
  ),
  act(contracts.copyPermissions, (api, { active }, { donorId }) =>
    api.post(`/v1/members/${active}/permissions/copy`, { from: donorId }),
  ),
  act(contracts.setMemberRoles, (api, { active }, { roleId }) =>
    api.put(`/v1/members/${active}/roles`, { roleIds: [roleId] }),
  ),
  act(contracts.endMemberSessions, (api, { active }) => api.delete(`/v1/members/${active}/sessions`)),
  act(contracts.activateMember, (api, { inactive }) => api.post(`/v1/members/${inactive}/activate`)),
  act(contracts.deactivateMember, (api, { active }) => api.post(`/v1/members/${active}/deactivate`)),
  act(contracts.reactivateMember, (api, { revoked }) => api.post(`/v1/members/${revoked}/reactivate`)),
  act(contracts.revokeMember, (api, { active }) => api.post(`/v1/members/${active}/revoke`)),
  act(contracts.deleteMember, (api, { inactive }) => api.delete(`/v1/members/${inactive}`)),
];

const READS = 'shows something, and changes nothing';
const OWN = 'is about what is the asker’s own';
const OF_ACCOUNT = 'is about what belongs to the account, and to no person';
const OF_HOLDERS = 'is about a role: the ceiling looks at all who hold it';
const NEWCOMERS = 'brings in somebody new: what they get is measured as a role given';
const RECORDS = 'is about records, which have a rule of their own: nobody reaches more of them by it';
const POINTERS = 'names somebody who gets the bills, and gives and takes no right';
const OWNERS = 'is the owner’s alone';
const IN_PROJECT = 'is about one project: the ceiling compares what people may do there, and nothing else';
const AS_ORDERED = 'sends a mail once more, unchanged, to whom it was ordered for';

/** Contracts that show something, and change nothing. */
export const READ_ONLY: readonly object[] = [
  contracts.listMembers,
  contracts.getMember,
  contracts.getMemberManager,
  contracts.countMemberRecords,
  contracts.listSsoIdentities,
  contracts.getDeletion,
  contracts.listAudit,
  contracts.exportAudit,
  contracts.exportMembers,
  contracts.verifyAudit,
  contracts.pastState,
  contracts.askChecks,
  contracts.askFilter,
  contracts.evaluateAuthzen,
  contracts.evaluateAuthzenBatch,
  contracts.searchAuthzenSubjects,
  contracts.searchAuthzenResources,
  contracts.searchAuthzenActions,
  contracts.getCatalogue,
  contracts.getMyPermissions,
  contracts.getMemberPermissions,
  contracts.listExceptions,
  contracts.previewChange,
  contracts.listRoles,
  contracts.getRole,
  contracts.getRoleTree,
  contracts.listTeams,
  contracts.getTeam,
  contracts.listProjects,
  contracts.getProject,
  contracts.listProjectTeam,
  contracts.getMemberProjects,
  contracts.getProjectPermissions,
  contracts.getRecord,
  contracts.getSeats,
  contracts.getSubscription,
  contracts.getBillingSettings,
  contracts.getBillingContact,
  contracts.getBillingDetails,
  contracts.getProduct,
  contracts.getAccount,
  contracts.listActivity,
  contracts.listMyActivity,
  contracts.listMyAccounts,
  contracts.listSessions,
  contracts.listMemberSessions,
  contracts.listApiKeys,
  contracts.listSsoConnections,
  contracts.getSsoConnection,
  contracts.listConnections,
  contracts.listDomains,
  contracts.listInvitations,
  contracts.readInvitees,
  contracts.listIpAddresses,
  contracts.listMemberIpAddresses,
  contracts.listSecondFactors,
  contracts.getSecuritySettings,
  contracts.getHandover,
  contracts.getMe,
  contracts.listDeliveries,
];

/** All other contracts that a signed-in person can call, and why they do not act on anybody above. */
const REASONS: Readonly<Record<string, readonly object[]>> = {
  [READS]: READ_ONLY,
  [OWN]: [
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
    contracts.editMe,
    contracts.createQuote,
    contracts.giveConsent,
  ],
  [OF_ACCOUNT]: [
    contracts.editAccount,
    contracts.changeSecuritySettings,
    contracts.createSsoConnection,
    contracts.startSsoTrial,
    contracts.finishSsoTrial,
    contracts.changeSsoConnection,
    contracts.deleteSsoConnection,
    contracts.addDomain,
    contracts.verifyDomain,
    contracts.removeDomain,
    contracts.renameTeam,
    contracts.orderRoles,
    contracts.createProject,
    contracts.editProject,
    contracts.deleteProject,
    contracts.changeBillingSettings,
    contracts.setBillingDetails,
    contracts.changeSubscription,
    contracts.revokeScheduledChange,
  ],
  [OF_HOLDERS]: [contracts.createRole, contracts.editRole, contracts.deleteRole],
  [NEWCOMERS]: [contracts.inviteMembers, contracts.createMember, contracts.createApiKey],
  [RECORDS]: [contracts.putRecord, contracts.deleteRecord],
  [POINTERS]: [contracts.setBillingContact],
  [OWNERS]: [
    contracts.endSubscription,
    contracts.transferOwnership,
    contracts.transferProject,
    contracts.verifyPhone,
    contracts.confirmPhone,
  ],
  [IN_PROJECT]: [
    contracts.setProjectTeam,
    contracts.setProjectTeammate,
    contracts.setMemberProjects,
    contracts.setProjectPermissions,
    contracts.copyProjectPermissions,
  ],
  [AS_ORDERED]: [contracts.retryDelivery],
};

/** The contracts that are no acts on a person. */
export const OTHERS: readonly object[] = Object.values(REASONS).flat();
