import { Injectable } from '@nestjs/common';
import {
  createMember,
  type AssignableRoles,
  type CallContext,
  type CreateMember,
  type MemberWrite,
} from '@roster/contracts';
import { Database, Idempotency, signedIn, type SignedIn } from '@roster/service-kit';
import { AccessClient } from '../../neighbours/access.client.js';
import { Seating } from '../../neighbours/billing/seating.js';
import { withCommandIds, type CommandIds } from '../../core/calls/command-ids.js';
import { OneAtATime } from '../../core/calls/one-at-a-time.js';
import { isTaken } from '../../core/database/violations.js';
import { PasswordsService } from '../../credentials/passwords/passwords.service.js';
import { MemberCreationStore, type Added } from './member-creation.store.js';

/** Members whom an administrator creates with a form, with a password or an invitation (ID-13, ID-18, ID-21). */
@Injectable()
export class MemberCreationService {
  private readonly sameKey = new OneAtATime();

  constructor(
    private readonly access: AccessClient,
    private readonly creation: MemberCreationStore,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly passwords: PasswordsService,
    private readonly seating: Seating,
  ) {}

  create(input: CreateMember, context: CallContext): Promise<MemberWrite> {
    const call = signedIn(context);
    const { idempotencyKey, accountId } = call;
    const work = () => withCommandIds(call, createMember, input.consentId, (ids) => this.createOnce(input, call, ids));
    return idempotencyKey ? this.sameKey.run(`${accountId} ${idempotencyKey}`, work) : work();
  }

  private async createOnce(input: CreateMember, call: SignedIn, ids: CommandIds): Promise<MemberWrite> {
    const { accountId } = call;
    const checked = await this.database.atOneMoment(accountId, async (manager) => {
      const answer: Added | undefined = await this.idempotency.find(manager, call, createMember, input);
      return answer ? { answer } : this.creation.checked(manager, accountId, input);
    });
    if ('answer' in checked) return this.withVersion(checked.answer, call);
    const { account, email } = checked;
    const { roleIds = [], grants, managerId, agentAccess, teamIds, password, firstName, lastName, active } = input;
    const passwordHash = password === undefined ? undefined : await this.passwords.hash(password, call);
    const memberId = ids.next();
    const agentSeatKey = agentAccess ? ids.next() : null;
    const { emailFromName = null, replyTo = null } = input;
    const form = { firstName, lastName, emailFromName, replyTo, ...(active !== undefined && { active }) };
    const own = { grants: grants ?? null, managerId: managerId ?? null, agentSeatKey };
    const newcomer = { ...form, ...own, memberId, email, passwordHash };
    const promise = {
      roleIds,
      ...(agentAccess && { agentAccess }),
      ...(teamIds?.length && { teamIds }),
      ...(grants && { grants }),
      ...(managerId && { managerId }),
    };
    const commit = async (promised: Required<AssignableRoles>) => {
      const answer = await this.database
        .inAccount(accountId, (manager) =>
          this.idempotency.run(manager, call, createMember, input, () =>
            this.creation.add(manager, newcomer, promised, call),
          ),
        )
        .catch(async (error: unknown) => {
          // Another transaction took the address first, so check again to reject with the right error.
          if (isTaken(error))
            await this.database.inAccount(accountId, (manager) => this.creation.checked(manager, accountId, input));
          throw error;
        });
      return { answer, isTaken: answer.member.id === memberId };
    };
    const { consentId } = input;
    const { areRepeated } = ids;
    const agents = agentSeatKey ? [agentSeatKey] : [];
    const seats = { account, users: [memberId], agents, consentId, areRepeated };
    const added = await this.access.promising({ ...promise, memberIds: [memberId] }, call, (promised) =>
      this.seating.take(seats, call, () => commit(promised)),
    );
    return this.withVersion(added, call);
  }

  private async withVersion({ member, envelope }: Added, call: SignedIn): Promise<MemberWrite> {
    return { member, ...(envelope && (await this.access.applied(envelope, call))) };
  }
}
