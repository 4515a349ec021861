import type { AuthzenEvaluation, AuthzenEvaluations } from '@roster/contracts';
import { needsProject, needsRegister, resolveQuestion, type CompiledAccount, type Decision } from '@roster/permissions';
import { decided } from '../decision/decided.js';
import { isName, isObject, isVersion } from './plain-checks.js';
import { authzenQuestion, isMemberType, ownerIn, permissionOf, type Evaluation } from '../authzen/authzen.js';
import { readEvaluation } from '../authzen/evaluations.js';
import { lowerCase } from '../authzen/names.js';

const MOST_EVALUATIONS = 1_000;
const ENTITIES = new Set(['subject', 'resource', 'action', 'context']);

/**
 * Whether the body is certainly valid and contains only what the standard defines. If not, the full validation decides.
 * Whoever parsed the body must have rejected dangerous names and texts before.
 */
export function isPlainEvaluation(body: object): body is AuthzenEvaluation {
  const evaluation = body as Record<string, unknown>;
  for (const name in evaluation) {
    if (name !== 'atLeast' && !(ENTITIES.has(name) && isObject(evaluation[name]))) return false;
  }
  const { subject, resource, action, atLeast } = evaluation;
  return isEntity(subject) && isEntity(resource) && isAction(action) && isVersion(atLeast);
}

interface PlainEvaluations extends AuthzenEvaluations {
  evaluations: unknown[];
}

/** The same for a batch that has evaluations, all of which are to be answered. Each of them is read on its own. */
export function isPlainEvaluations(body: object): body is PlainEvaluations {
  const batch = body as Record<string, unknown>;
  for (const name in batch) {
    if (name === 'atLeast' || name === 'evaluations') continue;
    if (!ENTITIES.has(name) || !isObject(batch[name])) return false;
  }
  const { evaluations, atLeast } = batch;
  const isList = Array.isArray(evaluations) && evaluations.length > 0 && evaluations.length <= MOST_EVALUATIONS;
  return isList && isVersion(atLeast);
}

/** The evaluations of a batch; undefined where one of them cannot be read. */
export function readEvaluations(batch: PlainEvaluations): Evaluation[] | undefined {
  const read: Evaluation[] = [];
  for (const item of batch.evaluations) {
    const evaluation = readEvaluation(item, batch);
    if ('problem' in evaluation) return undefined;
    read.push(evaluation);
  }
  return read;
}

/** Answers all of them at one instant; undefined where a person's name, the register or a refusal needs a look-up. */
export function fastEvaluations(
  account: CompiledAccount,
  evaluations: readonly Evaluation[],
  { actorId, now }: { actorId: string; now: number },
): Decision[] | undefined {
  const decisions: Decision[] = [];
  let mayView: boolean | undefined;
  for (const evaluation of evaluations) {
    const { type, id } = evaluation.subject;
    const memberId = isMemberType(type) ? memberIn(account, id) : undefined;
    if (memberId === undefined) return undefined;
    if (memberId !== actorId) {
      mayView ??= account.check({ memberId: actorId, permission: 'permissions:view' }, now);
      if (!mayView) return undefined;
    }
    const decision = evaluated(account, memberId, evaluation, now);
    if (!decision) return undefined;
    decisions.push(decision);
  }
  return decisions;
}

function evaluated(
  account: CompiledAccount,
  memberId: string,
  evaluation: Evaluation,
  now: number,
): Decision | undefined {
  const { catalogue } = account;
  const permission = permissionOf(evaluation);
  const known = catalogue.find(permission);
  // This permission depends neither on a record nor on a project.
  if (known?.kind === 'toggle' && known.level === 'account' && known.variants.length === 0) {
    return account.decide({ memberId, permission }, now);
  }
  const owner = ownerIn(catalogue, evaluation.resource);
  if (owner && memberIn(account, owner) === undefined) return undefined;
  const asked = authzenQuestion(catalogue, memberId, evaluation, (name) => memberIn(account, name));
  if (needsProject(catalogue, asked) || needsRegister(catalogue, asked)) return undefined;
  return decided(account, resolveQuestion(catalogue, asked), now);
}

function memberIn(account: CompiledAccount, name: string): string | undefined {
  if (account.has(name)) return name;
  const plain = lowerCase(name);
  return account.has(plain) ? plain : undefined;
}

/** An `AuthzenDecision` as JSON. Reasons are our own words, in which nothing needs escaping. */
export function authzenJson({ allowed, reason, version, until }: Decision): string {
  const end = until === undefined ? '' : `,"until":"${new Date(until).toISOString()}"`;
  return `{"decision":${allowed},"context":{"reason":"${reason}","version":${version}${end}}}`;
}

export const authzenBatchJson = (decisions: readonly Decision[]): string =>
  `{"evaluations":[${decisions.map(authzenJson).join(',')}]}`;

const isEntity = (value: unknown): boolean =>
  isObject(value) && isName(value['type']) && isName(value['id']) && hasPlainProperties(value);

const isAction = (value: unknown): boolean => isObject(value) && isName(value['name']) && hasPlainProperties(value);

const hasPlainProperties = ({ properties }: Record<string, unknown>): boolean =>
  properties === undefined || isObject(properties);
