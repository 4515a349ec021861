import { Injectable } from '@nestjs/common';
import {
  inviteMembers,
  RosterError,
  serviceTimeout,
  type CallContext,
  type InvitedMembers,
  type InviteMembers,
  type RoleReference,
} from '@roster/contracts';
import { Database, Idempotency, signedIn, type SignedIn } from '@roster/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { AccessClient } from '../access/access.client.js';
import { findAccount } from '../accounts/accounts.service.js';
import { SeatsClient, type SeatedAccount } from '../billing/seats.client.js';
import { OneAtATime } from '../calls/one-at-a-time.js';
import { isTaken } from '../database/violations.js';
import { GuestStore, type Guest } from './guest.store.js';

/** The invite saga (`decisions.md` 5): ids, seats, commit; and the seats given back where the commit fails. */
@Injectable()
export class InvitesService {
  private readonly sameKey = new OneAtATime();

  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly guests: GuestStore,
    private readonly idempotency: Idempotency,
    private readonly seats: SeatsClient,
  ) {}

  invite(input: InviteMembers, context: CallContext): Promise<InvitedMembers> {
    const call = signedIn(context);
    const { idempotencyKey, accountId } = call;
    const work = () => this.inviteAll(input, call);
    return idempotencyKey ? this.sameKey.run(`${accountId} ${idempotencyKey}`, work) : work();
  }

  private async inviteAll(input: InviteMembers, call: SignedIn): Promise<InvitedMembers> {
    const { accountId } = call;
    const checked = await this.database.inAccount(accountId, async (manager) => {
      const answer = await this.idempotency.find(manager, call, inviteMembers, input);
      if (answer) return { answer };
      const emails = await this.guests.checked(manager, accountId, input.emails);
      return { account: await findAccount(manager, accountId), emails };
    });
    if (checked.answer) return checked.answer;
    const roles = await this.access.assignable(input.roleIds, call);
    const guests = checked.emails.map((email) => ({ email, memberId: uuidv7(), invitationId: uuidv7() }));
    const keys = guests.map(({ memberId }) => memberId);
    await this.seats.reserve(checked.account, keys, call);
    return this.commit(input, { account: checked.account, guests, roles }, call);
  }

  private async commit(
    input: InviteMembers,
    { account, guests, roles }: { account: SeatedAccount; guests: Guest[]; roles: RoleReference[] },
    call: SignedIn,
  ): Promise<InvitedMembers> {
    const { accountId } = call;
    const keys = guests.map(({ memberId }) => memberId);
    let isWritten = false;
    try {
      const answer = await this.database.inAccount(accountId, async (manager) => {
        isWritten = false;
        const first = await this.idempotency.run(manager, call, inviteMembers, input, () =>
          this.guests.add(manager, guests, roles, call),
        );
        isWritten = true;
        return first;
      });
      // Where another attempt with the same key was faster, its answer holds, and these seats are nobody's.
      if (!isAnswerFor(answer, guests)) await this.seats.release(account, keys, call);
      return answer;
    } catch (error) {
      // A commit whose outcome is unknown keeps its seats: billing asks whether the invitations exist.
      const isUnknown = isWritten && error instanceof RosterError && error.is(serviceTimeout);
      if (!isUnknown) await this.seats.release(account, keys, call);
      if (isTaken(error))
        await this.database.inAccount(accountId, (manager) => this.guests.checked(manager, accountId, input.emails));
      throw error;
    }
  }
}

const isAnswerFor = ({ invitations }: InvitedMembers, guests: Guest[]): boolean =>
  invitations[0]?.memberId === guests[0]?.memberId;
