import type { ExceptionPolicy } from '../../policy/policy.js';
import { scopeNames } from '../../scope/scope.js';
import { compileException } from '../../snapshot/snapshot.js';
import type { Moment } from '../evaluation/moment.js';
import type { Plan } from '../plan.js';

/** An exception as it counts. What an ALLOW gives is at its own index and at its feature's base, nowhere else. */
export interface HeldException {
  readonly index: number;
  readonly isDeny: boolean;
  readonly bits: number;
  readonly base: number;
  /** What it adds to the base; 0 where it is the base itself. */
  readonly implied: number;
  readonly projectId: string | undefined;
  readonly expiresAt: number;
  readonly reason: string | undefined;
}

/** What the catalogue does not know, or does not let be granted, is left out. */
export function heldExceptions(plan: Plan, exceptions: readonly ExceptionPolicy[] = []): HeldException[] | undefined {
  const held = exceptions.flatMap((exception) => heldException(plan, exception) ?? []);
  return held.length > 0 ? held : undefined;
}

function heldException({ catalogue }: Plan, policy: ExceptionPolicy): HeldException | undefined {
  const exception = compileException(catalogue, policy);
  if (!exception) return undefined;
  const { effect, index, row, projectId, expiresAt } = exception;
  const { base } = catalogue.at(index);
  return {
    index,
    isDeny: effect === 'deny',
    bits: row?.[index] ?? 0,
    base,
    implied: base === index ? 0 : (row?.[base] ?? 0),
    projectId,
    expiresAt,
    reason: policy.reason ?? undefined,
  };
}

export function exceptionPolicy({ permissions }: Plan, held: HeldException): ExceptionPolicy {
  const { index, isDeny, bits, projectId, expiresAt, reason } = held;
  const { key = '', kind } = permissions[index] ?? {};
  return {
    permission: key,
    effect: isDeny ? 'deny' : 'allow',
    ...(!isDeny && kind === 'scoped' && { scope: scopeNames(bits) }),
    ...(projectId && { projectId }),
    ...(expiresAt !== Infinity && { expiresAt }),
    ...(reason !== undefined && { reason }),
  };
}

/** Whether this exception has a say about the permission at this index. */
export const touches = (exception: HeldException, index: number, base: number): boolean =>
  exception.index === index || exception.index === base || (exception.base === index && exception.implied !== 0);

/** Step 6: a DENY of the key itself, or of the base action, which takes the whole feature with it. */
export function isDenied(
  exceptions: readonly HeldException[],
  index: number,
  base: number,
  projectId: string | undefined,
  moment: Moment,
): boolean {
  return (
    isKeyDenied(exceptions, index, projectId, moment) ||
    (base !== index && isKeyDenied(exceptions, base, projectId, moment))
  );
}

function isKeyDenied(
  exceptions: readonly HeldException[],
  index: number,
  projectId: string | undefined,
  moment: Moment,
): boolean {
  let byAccount = false;
  let byProject = false;
  let lifted = false;
  for (const exception of exceptions) {
    if (exception.index !== index || !counts(exception, projectId, moment)) continue;
    if (exception.isDeny) {
      if (exception.projectId) byProject = true;
      else byAccount = true;
    } else if (exception.projectId) lifted = true;
    else continue;
    moment.leansOn(exception.expiresAt);
  }
  return byProject || (byAccount && !lifted);
}

/** Step 7, as far as ALLOWs go. */
export function givenBy(
  exceptions: readonly HeldException[],
  index: number,
  projectId: string | undefined,
  moment: Moment,
): number {
  let bits = 0;
  for (const exception of exceptions) {
    const given = exception.index === index ? exception.bits : exception.base === index ? exception.implied : 0;
    if (given === 0 || !counts(exception, projectId, moment)) continue;
    bits |= given;
    moment.leansOn(exception.expiresAt);
  }
  return bits;
}

const counts = (exception: HeldException, projectId: string | undefined, moment: Moment): boolean =>
  !moment.isExpired(exception.expiresAt) && (!exception.projectId || exception.projectId === projectId);
