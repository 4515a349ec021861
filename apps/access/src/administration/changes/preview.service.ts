import { Injectable } from '@nestjs/common';
import {
  accountNotFound,
  requestInvalid,
  RosterError,
  type CallContext,
  type Change,
  type ChangePreview,
  type PermissionDifference,
  type PreviewChange,
} from '@roster/contracts';
import { differenceInSteps, type MemberDifference } from '@roster/permissions';
import { Database, signedIn } from '@roster/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { OwnershipCandidates } from '../ownership/candidates.js';
import { actOf, has, requirePermissionIn, type Act, type Proposal } from '../privileges/act.js';
import { requireAllowed } from '../privileges/privileges.js';
import { namedMembers } from '../../account/roles/role-rows.js';
import { inSlices } from '../../account/long-calls/slices.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { RolePromises } from '../promises/role-promises.js';
import { kindOf } from './kinds.js';
import { projectOf } from './permission.js';
import { Plans } from './plans.js';
import { proposalOf, requireAskable } from './proposal.js';

/** The maximum number of members whose differences are shown. The answer has to fit into one message of the bus. */
const MOST_SHOWN = 100;

/** Previews a change, with the same functions that make it. */
@Injectable()
export class PreviewService {
  constructor(
    private readonly candidates: OwnershipCandidates,
    private readonly database: Database,
    private readonly plans: Plans,
    private readonly promises: RolePromises,
    private readonly snapshots: Snapshots,
  ) {}

  async preview({ change }: PreviewChange, context: CallContext): Promise<ChangePreview> {
    const call = signedIn(context);
    const account = await this.snapshots.current(call.accountId);
    if (!account) throw new RosterError(accountNotFound);
    const act = actOf(account, call.actor);
    requireAskable(act, change);
    const elsewhere = await refusalOf(async () => {
      if (this.plans.concerns(account, change)) await this.plans.require(call.accountId, call);
      await this.candidates.require(call.accountId, change, call);
    });
    const given = await this.promises.before(call.accountId, change, call);
    const promised = given && (await this.database.inAccount(call.accountId, (manager) => given(manager, account)));
    const promising = { ...act, ...(promised && { promised }) };
    const { differences, refusal = elsewhere } = await effectOf(promising, change, call.deadline);
    const shown = differences.slice(0, MOST_SHOWN);
    const named = has(act, 'members:view') ? shown.map(({ memberId }) => memberId) : [];
    return {
      version: account.version,
      now: new Date(act.now).toISOString(),
      differences: shown,
      differenceCount: differences.length,
      members: await this.database.inAccount(call.accountId, (manager) => namedMembers(manager, call.accountId, named)),
      ...(refusal && {
        refusal: { code: refusal.code, message: refusal.message, ...(refusal.details && { details: refusal.details }) },
      }),
    };
  }
}

async function effectOf(
  act: Act,
  change: Change,
  deadline: number | undefined,
): Promise<{ differences: PermissionDifference[]; refusal?: RosterError }> {
  let proposal: Proposal | undefined;
  try {
    proposal = proposalOf(act, change, uuidv7());
  } catch (error) {
    return { differences: [], refusal: refusalFrom(error) };
  }
  if (!proposal) return { differences: [] };
  const differences = await differencesBetween(act.account, proposal.after, { now: act.now, deadline });
  requireSight(act, change, differences);
  try {
    if (!kindOf(change).isUnmeasured) requireAllowed(proposal);
  } catch (error) {
    return { differences, refusal: refusalFrom(error) };
  }
  return { differences };
}

/**
 * Who gains and loses what between two states of an account. In a large account that takes seconds, so other calls are
 * answered in between. Rejects with `service.timeout` where the deadline passes (an instant in ms, as `now` is).
 */
export async function differencesBetween(
  before: AccountSnapshot,
  after: AccountSnapshot,
  { now, deadline }: { now: number; deadline?: number | undefined },
): Promise<PermissionDifference[]> {
  const found = await inSlices(stepsBetween(before, after, now), deadline);
  return found.map(({ gained, lost, ...who }) => ({ ...who, gained: namesOf(gained), lost: namesOf(lost) }));
}

function* stepsBetween(before: AccountSnapshot, after: AccountSnapshot, now: number): Generator<MemberDifference[]> {
  const was = before.snapshot;
  yield [];
  const is = after.snapshot;
  yield [];
  yield* differenceInSteps(was, is, now);
}

const namesOf = (held: Readonly<Record<string, readonly string[]>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(held).map(([key, scope]) => [key, [...scope]]));

/** Rejects unless the actor may see what the members affected by the change may do (RP-55). */
export function requireSight(act: Act, change: Change, differences: readonly PermissionDifference[]): void {
  const projectId = projectOf(act, change);
  const seesProject = projectId !== undefined && has(act, 'project-permissions:view', projectId);
  const isSeen = (difference: PermissionDifference) =>
    difference.memberId === act.actorId || (seesProject && difference.projectId === projectId);
  if (!differences.every(isSeen)) requirePermissionIn(act, 'permissions:view', projectId);
}

/**
 * The refusal that a preview answers with. Input that cannot be read, or names what does not exist, is an error
 * instead.
 */
function refusalFrom(error: unknown): RosterError {
  if (!(error instanceof RosterError)) throw error;
  if (error.kind.status === 404) throw error;
  if (!error.is(requestInvalid)) return error;
  const errors = error.details?.errors?.map(({ path, ...rest }) => ({ ...rest, path: `change.${path}` }));
  throw new RosterError(requestInvalid, undefined, { details: { ...error.details, ...(errors && { errors }) } });
}

async function refusalOf(work: () => Promise<void>): Promise<RosterError | undefined> {
  try {
    await work();
  } catch (error) {
    if (error instanceof RosterError && error.kind.status < 500) return error;
    throw error;
  }
  return undefined;
}
