import { Inject, Injectable } from '@nestjs/common';
import {
  agentAccessNotAllowed,
  memberEdited,
  memberNotActive,
  memberNotFound,
  RosterError,
  setAgentAccess,
  type AgentAccess,
  type CallContext,
  type Envelope,
  type MemberChange,
  type MemberTeams,
  type PresetSet,
  type SetAgentAccess,
} from '@roster/contracts';
import { Database, Idempotency, Outbox, PRESETS, signedIn, type SignedIn } from '@roster/service-kit';
import { AccessClient } from '../../neighbours/access.client.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { presetOf } from '../../people/accounts/preset-of.js';
import { withCommandIds, type CommandIds } from '../../core/calls/command-ids.js';
import { memberAct } from '../../core/acts.js';
import { Seating } from '../../neighbours/billing/seating.js';
import { memberChange } from '../../people/members/member.js';
import { changeMember, findMember, lockMember } from '../../people/members/members.store.js';
import { agentChange } from './agent-access.js';

interface Committed {
  readonly agentAccess: boolean;
  readonly agentSeatKey: string | null;
  /** Left out if nothing changed. */
  readonly envelope?: Envelope<MemberChange>;
}

/**
 * Gives and takes agent access (RP-59): access is asked, then a seat reserved, then the teams set, then the change
 * committed. A seat that is not needed after all is released here, or by billing, which asks whether somebody uses it.
 */
@Injectable()
export class AgentAccessService {
  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    private readonly seating: Seating,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  set(input: SetAgentAccess, context: CallContext): Promise<AgentAccess> {
    const call = signedIn(context);
    return withCommandIds(call, setAgentAccess, input.consentId, (ids) => this.setOnce(input, call, ids));
  }

  private async setOnce(input: SetAgentAccess, call: SignedIn, ids: CommandIds): Promise<AgentAccess> {
    const { memberId, enabled, teamIds, consentId } = input;
    const { areRepeated } = ids;
    const { account, isAnswered, isAgent } = await this.prepare(input, call);
    if (isAnswered) return this.answered(memberId, await this.commit(input, null, call), undefined, call);
    await this.access.requireEditable({ memberId, agentAccess: enabled }, call);
    const seatKey = enabled && !isAgent ? ids.next() : null;
    const { committed, teams } = await this.seating.take(
      { account, agents: seatKey ? [seatKey] : [], consentId, areRepeated },
      call,
      async () => {
        const given = teamIds && (await this.access.setTeams({ memberId, teamIds }, call));
        const done = await this.commit(input, seatKey, call);
        // A parallel attempt may have been faster and taken another seat.
        return { answer: { committed: done, teams: given }, isTaken: done.agentSeatKey === seatKey };
      },
    );
    return this.answered(memberId, committed, teams, call);
  }

  /** Reads whether there is anything to do, and whether the member may have agent access at all. */
  private prepare(input: SetAgentAccess, call: SignedIn) {
    const { accountId } = call;
    return this.database.atOneMoment(accountId, async (manager) => {
      const account = await findAccount(manager, accountId);
      const isAnswered = (await this.idempotency.find(manager, call, setAgentAccess, input)) !== undefined;
      const member = await findMember(manager, { accountId, memberId: input.memberId });
      // A service account has no person who could answer anybody.
      if (member.kind === 'service') throw new RosterError(memberNotFound);
      if (!presetOf(this.presets, account).features.agentAccess) throw new RosterError(agentAccessNotAllowed);
      if (!isAnswered && member.status === 'revoked') throw new RosterError(memberNotActive);
      return { account, isAnswered, isAgent: member.agentAccess };
    });
  }

  private commit(input: SetAgentAccess, seatKey: string | null, call: SignedIn): Promise<Committed> {
    const { accountId, traceparent } = call;
    const { memberId, enabled } = input;
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, setAgentAccess, input, async () => {
        const present = await lockMember(manager, { accountId, memberId }, 'write');
        const change = agentChange(present, enabled, seatKey);
        if (!change) return { agentAccess: enabled, agentSeatKey: present.agentSeatKey };
        const member = await changeMember(manager, present, change);
        const act = memberAct(memberId, enabled ? 'agent-access.given' : 'agent-access.taken', call);
        const data = memberChange(await findAccount(manager, accountId), member, act);
        const event = { accountId, subject: memberId, data, traceparent };
        const envelope = await this.outbox.record(manager, memberEdited, event);
        return { agentAccess: enabled, agentSeatKey: member.agentSeatKey, envelope };
      }),
    );
  }

  private async answered(
    memberId: string,
    { agentAccess, envelope }: Committed,
    teams: MemberTeams | undefined,
    call: SignedIn,
  ): Promise<AgentAccess> {
    const applied = envelope ? await this.access.applied(envelope, call) : {};
    const version = applied.version ?? (envelope ? undefined : teams?.version);
    return {
      memberId,
      agentAccess,
      ...(teams && { teams: teams.teams }),
      ...(version !== undefined && { version }),
    };
  }
}
