import {
  memberActivated,
  memberDeleted,
  memberInvited,
  memberRevoked,
  type AccountState,
  type Envelope,
  type EventContract,
  type MemberChange,
  type MemberState,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';

export const accountState = (overrides: Partial<AccountState> = {}): AccountState => ({
  id: uuidv7(),
  name: 'Acme',
  preset: 'ortto',
  status: 'active',
  ownerMemberId: uuidv7(),
  revision: 1,
  ...overrides,
});

export const memberState = (overrides: Partial<MemberState> = {}): MemberState => {
  const id = overrides.id ?? uuidv7();
  return {
    id,
    userId: uuidv7(),
    email: `${id}@example.com`,
    firstName: 'Ada',
    lastName: 'Lovelace',
    status: 'active',
    roleIds: [],
    revision: 2,
    ...overrides,
  };
};

const EVENTS: Partial<Record<MemberState['status'], EventContract<MemberChange>>> = {
  invited: memberInvited,
  active: memberActivated,
  revoked: memberRevoked,
  deleted: memberDeleted,
};

/** The envelope that identity would record when the member came to this state. */
export function envelopeOf(account: AccountState, member: MemberState): Envelope<MemberChange> {
  const event = EVENTS[member.status];
  if (!event) throw new Error(`No event says that a member became ${member.status}`);
  return {
    specversion: '1.0',
    id: uuidv7(),
    source: 'roster/identity',
    type: event.subject,
    subject: member.id,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    accountid: account.id,
    data: { account, member },
  };
}
