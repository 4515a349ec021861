import { Inject, Injectable } from '@nestjs/common';
import {
  normaliseEmail,
  editMember,
  memberEdited,
  memberNotFound,
  privilegeAboveOwn,
  RosterError,
  type CallContext,
  type EditMember,
  type EditProfile,
  type Envelope,
  type MemberChange,
  type MemberEdited,
  type MemberId,
  type MemberProfile,
  type PresetSet,
} from '@roster/contracts';
import { Database, Idempotency, invalid, Outbox, PRESETS, signedIn, type SignedIn } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { AccessClient } from '../../neighbours/access.client.js';
import { findAccount } from '../accounts/accounts.service.js';
import { presetOf } from '../accounts/preset-of.js';
import { memberAct, profilePart } from '../../core/acts.js';
import { toRow } from '../member-list/member-row.js';
import { MemberRolesEntity } from '../member-labels/member-roles.entity.js';
import { MemberTeamsEntity } from '../member-labels/member-teams.entity.js';
import { MemberEntity } from '../members/member.entity.js';
import { memberChange } from '../members/member.js';
import { changeMember, findMember, lockMember } from '../members/members.store.js';
import { isSsoEnforced } from '../accounts/enforcement.js';
import { senderOf } from './member-profile.js';

export interface Committed {
  readonly member: MemberProfile;
  /** Left out if nothing changed. */
  readonly envelope?: Envelope<MemberChange>;
}

/** A member's page, and what administrators change on it. */
@Injectable()
export class MemberProfilesService {
  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  get({ memberId }: MemberId, call: CallContext): Promise<MemberProfile> {
    const { accountId } = signedIn(call);
    return this.database.inAccount(accountId, async (manager) =>
      this.show(manager, await findMember(manager, { accountId, memberId })),
    );
  }

  /** In this account only: the user behind the member and their other memberships keep their names. */
  async edit(input: EditMember, context: CallContext): Promise<MemberEdited> {
    const call = signedIn(context);
    const { accountId } = call;
    const { memberId, ...said } = input;
    const change = changeOf(said);
    await this.requireEditable(memberId, call);
    const { member, envelope } = await this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, editMember, input, () => this.commit(manager, { memberId, change }, call)),
    );
    return { member, ...(envelope && (await this.access.applied(envelope, call))) };
  }

  private async requireEditable(memberId: string, call: SignedIn): Promise<void> {
    const { accountId, actor } = call;
    const ownerMemberId = await this.database.inAccount(accountId, async (manager) => {
      const { kind } = await findMember(manager, { accountId, memberId });
      if (kind !== 'person') throw new RosterError(memberNotFound);
      return (await findAccount(manager, accountId)).ownerMemberId;
    });
    if (memberId === actor.memberId) return;
    if (memberId === ownerMemberId) throw new RosterError(privilegeAboveOwn);
    await this.access.requireEditable({ memberId }, call);
  }

  /** Applies the change and writes its event, in the caller's transaction. */
  async commit(
    manager: EntityManager,
    { memberId, change }: { memberId: string; change: EditProfile },
    call: SignedIn,
  ): Promise<Committed> {
    const { accountId, traceparent } = call;
    const present = await lockMember(manager, { accountId, memberId }, 'write');
    const fields = Object.entries(change).filter(([field, value]) => present[field as keyof EditProfile] !== value);
    if (fields.length === 0) return { member: await this.show(manager, present) };
    const member = await changeMember(manager, present, Object.fromEntries(fields));
    const parts = profilePart(
      memberId,
      fields.map(([field]) => field),
    );
    const act = memberAct(memberId, 'member.edited', call, { parts });
    const envelope = await this.outbox.record(manager, memberEdited, {
      accountId,
      subject: memberId,
      data: memberChange(await findAccount(manager, accountId), member, act),
      traceparent,
    });
    return { member: await this.show(manager, member), envelope };
  }

  async show(manager: EntityManager, member: MemberEntity): Promise<MemberProfile> {
    const { accountId, id: memberId } = member;
    const account = await findAccount(manager, accountId);
    const held = await manager.findOneBy(MemberRolesEntity, { accountId, memberId });
    const teamed = await manager.findOneBy(MemberTeamsEntity, { accountId, memberId });
    const owner = await manager.findOneByOrFail(MemberEntity, { accountId, id: account.ownerMemberId });
    const enforced = await isSsoEnforced(manager, accountId);
    const labels = { roles: held?.roles ?? [], teams: teamed?.teams ?? [] };
    return {
      ...toRow(member, labels, { account, preset: presetOf(this.presets, account), enforced }),
      emailFromName: member.emailFromName,
      replyTo: member.replyTo,
      sender: senderOf(member, owner),
      timeZone: member.timeZone,
    };
  }
}

/** The change in its normalised spelling. Rejects with `request.invalid` if the reply-to is not an address. */
export function changeOf({ replyTo, ...rest }: EditProfile): EditProfile {
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  if (replyTo === undefined || replyTo === null) return { ...said, ...(replyTo === null && { replyTo }) };
  const email = normaliseEmail(replyTo);
  if (email === undefined) throw invalid({ path: 'replyTo', message: 'must be an e-mail address' });
  return { ...said, replyTo: email };
}
