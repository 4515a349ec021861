import { Inject, Injectable } from '@nestjs/common';
import {
  agentAccessNotAllowed,
  inviteMembers,
  readPastedAddresses,
  RosterError,
  type AssignableRoles,
  type CallContext,
  type InvitedMembers,
  type InviteMembers,
  type PastedText,
  type PresetSet,
  type Promised,
  type ReadAddress,
  type ReadAddresses,
} from '@roster/contracts';
import { Database, Idempotency, PRESETS, signedIn, type SignedIn } from '@roster/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { AccessClient } from '../../neighbours/access.client.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { presetOf } from '../../people/accounts/preset-of.js';
import { requireInviting } from '../member-creation/provisioning.js';
import { Seating } from '../../neighbours/billing/seating.js';
import { withCommandIds, type CommandIds } from '../../core/calls/command-ids.js';
import { OneAtATime } from '../../core/calls/one-at-a-time.js';
import { isTaken } from '../../core/database/violations.js';
import { judged } from './invitation.js';
import { InviteeStore, type Invitee } from './invitee.store.js';

/**
 * Invites members (`docs/decisions.md` 5): makes their ids, reserves seats, commits, and releases the seats if the
 * commit fails.
 */
@Injectable()
export class InvitesService {
  private readonly sameKey = new OneAtATime();

  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly invitees: InviteeStore,
    private readonly idempotency: Idempotency,
    private readonly seating: Seating,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  /** What somebody pasted, address by address, and whether each can be invited. */
  async read({ text }: PastedText, context: CallContext): Promise<ReadAddresses> {
    const { accountId } = signedIn(context);
    const pasted = readPastedAddresses(text);
    const typed = pasted.map(({ address }) => address);
    const holders = await this.database.inAccount(accountId, (manager) =>
      this.invitees.holders(manager, accountId, typed),
    );
    const verdicts = judged(typed, holders);
    return {
      addresses: pasted.map(({ text: said, name }, at): ReadAddress => {
        const { email = null, rejection } = verdicts[at] ?? {};
        return { text: said, name, email, status: rejection?.code ?? 'ok', message: rejection?.message ?? null };
      }),
    };
  }

  invite(input: InviteMembers, context: CallContext): Promise<InvitedMembers> {
    const call = signedIn(context);
    const { idempotencyKey, accountId } = call;
    const work = () => withCommandIds(call, inviteMembers, input.consentId, (ids) => this.inviteAll(input, call, ids));
    return idempotencyKey ? this.sameKey.run(`${accountId} ${idempotencyKey}`, work) : work();
  }

  private async inviteAll(input: InviteMembers, call: SignedIn, ids: CommandIds): Promise<InvitedMembers> {
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
    const invitees = emails.map((email) => ({
      email,
      memberId: ids.next(),
      invitationId: uuidv7(),
      agentSeatKey: input.agentAccess ? ids.next() : null,
    }));
    const users = invitees.map(({ memberId }) => memberId);
    const { consentId } = input;
    const { areRepeated } = ids;
    const agents = invitees.flatMap(({ agentSeatKey }) => agentSeatKey ?? []);
    return this.access.promising({ ...promiseOf(input), memberIds: users }, call, (promised) =>
      this.seating.take({ account, users, agents, consentId, areRepeated }, call, async () => {
        const answer = await this.commit(input, { invitees, promised }, call);
        // A parallel attempt with the same key may have been faster. Its answer counts.
        return { answer, isTaken: answer.invitations[0]?.memberId === users[0] };
      }),
    );
  }

  private async commit(
    input: InviteMembers,
    { invitees, promised }: { invitees: Invitee[]; promised: Required<AssignableRoles> },
    call: SignedIn,
  ): Promise<InvitedMembers> {
    const { accountId } = call;
    try {
      return await this.database.inAccount(accountId, (manager) =>
        this.idempotency.run(manager, call, inviteMembers, input, () =>
          this.invitees.add(manager, invitees, promised, call),
        ),
      );
    } catch (error) {
      // Another transaction took an address first, so check again to reject with the right error.
      if (isTaken(error))
        await this.database.inAccount(accountId, (manager) => this.invitees.checked(manager, accountId, input.emails));
      throw error;
    }
  }
}

const promiseOf = ({ roleIds, agentAccess, teamIds }: InviteMembers): Promised => ({
  roleIds,
  ...(agentAccess && { agentAccess }),
  ...(teamIds?.length && { teamIds }),
});
