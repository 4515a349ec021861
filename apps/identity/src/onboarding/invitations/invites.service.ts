import { Inject, Injectable } from '@nestjs/common';
import {
  agentAccessNotAllowed,
  AGENTS_POOL,
  inviteMembers,
  RosterError,
  serviceTimeout,
  type AssignableRoles,
  type CallContext,
  type InvitedMembers,
  type InviteMembers,
  type PresetSet,
  type Promised,
} from '@roster/contracts';
import { Database, Idempotency, PRESETS, signedIn, type SignedIn } from '@roster/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { AccessClient } from '../../neighbours/access.client.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { presetOf } from '../../people/accounts/preset-of.js';
import { requireInviting } from '../member-creation/provisioning.js';
import { SeatsClient, type SeatedAccount } from '../../neighbours/billing/seats.client.js';
import { OneAtATime } from '../../core/calls/one-at-a-time.js';
import { isTaken } from '../../core/database/violations.js';
import { InviteeStore, type Invitee } from './invitee.store.js';

/** The invite saga (`docs/decisions.md` 5): ids, seats, commit; and the seats given back where the commit fails. */
@Injectable()
export class InvitesService {
  private readonly sameKey = new OneAtATime();

  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly invitees: InviteeStore,
    private readonly idempotency: Idempotency,
    private readonly seats: SeatsClient,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  invite(input: InviteMembers, context: CallContext): Promise<InvitedMembers> {
    const call = signedIn(context);
    const { idempotencyKey, accountId } = call;
    const work = () => this.inviteAll(input, call);
    return idempotencyKey ? this.sameKey.run(`${accountId} ${idempotencyKey}`, work) : work();
  }

  private async inviteAll(input: InviteMembers, call: SignedIn): Promise<InvitedMembers> {
    const { accountId } = call;
    const checked = await this.database.atOneMoment(accountId, async (manager) => {
      const answer = await this.idempotency.find(manager, call, inviteMembers, input);
      if (answer) return { answer };
      const emails = await this.invitees.checked(manager, accountId, input.emails);
      return { account: await findAccount(manager, accountId), emails };
    });
    if (checked.answer) return checked.answer;
    const { account, emails } = checked;
    const preset = presetOf(this.presets, account);
    requireInviting(preset, emails.length);
    if (input.agentAccess && !preset.features.agentAccess) {
      throw new RosterError(agentAccessNotAllowed);
    }
    const promised = await this.access.promisable(promiseOf(input), call);
    const invitees = emails.map((email) => ({
      email,
      memberId: uuidv7(),
      invitationId: uuidv7(),
      agentSeatKey: input.agentAccess ? uuidv7() : null,
    }));
    await this.reserve(account, invitees, call);
    return this.commit(input, { account, invitees, promised }, call);
  }

  /** Both seats for all of them, or none. */
  private async reserve(account: SeatedAccount, invitees: Invitee[], call: CallContext): Promise<void> {
    await this.seats.reserve(account, seatsOf(invitees), call);
    const agents = agentSeatsOf(invitees);
    if (agents.length === 0) return;
    try {
      await this.seats.reserve(account, agents, call, AGENTS_POOL);
    } catch (error) {
      await this.release(account, invitees, call);
      throw error;
    }
  }

  private async release(account: SeatedAccount, invitees: Invitee[], call: CallContext): Promise<void> {
    await this.seats.release(account, seatsOf(invitees), call);
    const agents = agentSeatsOf(invitees);
    if (agents.length > 0) await this.seats.release(account, agents, call, AGENTS_POOL);
  }

  private async commit(
    input: InviteMembers,
    {
      account,
      invitees,
      promised,
    }: { account: SeatedAccount; invitees: Invitee[]; promised: Required<AssignableRoles> },
    call: SignedIn,
  ): Promise<InvitedMembers> {
    const { accountId } = call;
    let isWritten = false;
    try {
      const answer = await this.database.inAccount(accountId, async (manager) => {
        isWritten = false;
        const first = await this.idempotency.run(manager, call, inviteMembers, input, () =>
          this.invitees.add(manager, invitees, promised, call),
        );
        isWritten = true;
        return first;
      });
      // Where another attempt with the same key was faster, its answer holds, and these seats are nobody's.
      if (!isAnswerFor(answer, invitees)) await this.release(account, invitees, call);
      return answer;
    } catch (error) {
      // A commit whose outcome is unknown keeps its seats: billing asks whether the invitations exist.
      const isUnknown = isWritten && error instanceof RosterError && error.is(serviceTimeout);
      if (!isUnknown) await this.release(account, invitees, call);
      if (isTaken(error))
        await this.database.inAccount(accountId, (manager) => this.invitees.checked(manager, accountId, input.emails));
      throw error;
    }
  }
}

const isAnswerFor = ({ invitations }: InvitedMembers, invitees: Invitee[]): boolean =>
  invitations[0]?.memberId === invitees[0]?.memberId;

const promiseOf = ({ roleIds, agentAccess, teamIds }: InviteMembers): Promised => ({
  roleIds,
  ...(agentAccess && { agentAccess }),
  ...(teamIds?.length && { teamIds }),
});

const seatsOf = (invitees: Invitee[]): string[] => invitees.map(({ memberId }) => memberId);
const agentSeatsOf = (invitees: Invitee[]): string[] => invitees.flatMap(({ agentSeatKey }) => agentSeatKey ?? []);
