import { Inject, Injectable } from '@nestjs/common';
import {
  handoverUnsupported,
  RosterError,
  setHandover,
  type CallContext,
  type Handover,
  type HandoverWindow,
  type PresetSet,
  type ProjectId,
  type SetHandover,
} from '@roster/contracts';
import { Database, Idempotency, PRESETS, signedInPerson, type SignedInPerson } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { AccessClient } from '../../neighbours/access.client.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { presetOf } from '../../people/accounts/preset-of.js';
import { recordActivity } from '../../people/activity/activity-log.js';
import { findMember } from '../../people/members/members.store.js';
import { HandoverEntity } from './handover.entity.js';
import { isReachable } from './handover.js';

/** When members can be reached in each of their projects (ID-42, PJ-15). */
@Injectable()
export class HandoversService {
  constructor(
    private readonly access: AccessClient,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  async get(input: ProjectId, context: CallContext): Promise<Handover> {
    const call = signedInPerson(context);
    await this.access.requireOwnProject(input, call);
    return this.database.inAccount(call.accountId, async (manager) => {
      await this.requireSupported(manager, call);
      const row = await manager.findOneBy(HandoverEntity, keyOf(input, call));
      return this.show(manager, input, row?.windows ?? null, call);
    });
  }

  async set(input: SetHandover, context: CallContext): Promise<Handover> {
    const call = signedInPerson(context);
    await this.access.requireOwnProject({ projectId: input.projectId }, call);
    return this.database.inAccount(call.accountId, async (manager) => {
      await this.requireSupported(manager, call);
      return this.idempotency.run(manager, call, setHandover, input, () => this.commit(manager, input, call));
    });
  }

  private async commit(manager: EntityManager, input: SetHandover, call: SignedInPerson): Promise<Handover> {
    const { accountId, actor } = call;
    const key = keyOf(input, call);
    const { windows, projectId } = input;
    if (windows) await manager.upsert(HandoverEntity, { ...key, windows, updatedAt: new Date() }, Object.keys(key));
    else await manager.delete(HandoverEntity, key);
    const act = { accountId, memberId: actor.memberId, action: 'handover.set', details: { projectId } };
    await recordActivity(manager, act, call);
    return this.show(manager, input, windows, call);
  }

  private async show(
    manager: EntityManager,
    { projectId }: ProjectId,
    windows: HandoverWindow[] | null,
    { accountId, actor }: SignedInPerson,
  ): Promise<Handover> {
    const member = await findMember(manager, { accountId, memberId: actor.memberId });
    const timeZone = member.timeZone ?? (await findAccount(manager, accountId)).timeZone;
    return { projectId, windows, timeZone, reachable: isReachable(windows, timeZone, new Date()) };
  }

  private async requireSupported(manager: EntityManager, { accountId }: SignedInPerson): Promise<void> {
    const preset = presetOf(this.presets, await findAccount(manager, accountId));
    if (!preset.features.handover) throw new RosterError(handoverUnsupported);
  }
}

const keyOf = ({ projectId }: ProjectId, { accountId, actor }: SignedInPerson) => ({
  accountId,
  memberId: actor.memberId,
  projectId,
});
