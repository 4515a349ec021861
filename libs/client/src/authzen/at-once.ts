import type { AuthzenEvaluation, AuthzenEvaluations } from '@roster/contracts';
import { denial, needsRegister, throughDoor, type CompiledAccount, type Decision } from '@roster/permissions';
import { isName, isObject, isVersion } from '../decision/plain-checks.js';
import { authzenQuestion, isMemberType, namesIn, type Evaluation } from './authzen.js';
import { readEvaluation } from './evaluations.js';
import { isHarmless } from './harmless.js';
import { lowerCase } from './names.js';

const MOST_EVALUATIONS = 1_000;
const ENTITIES = new Set(['subject', 'resource', 'action', 'context']);

/** Whether it is certainly valid, and says nothing beyond what the standard knows: else only the validation can tell. */
export function isPlainEvaluation(body: object): body is AuthzenEvaluation {
  const evaluation = body as Record<string, unknown>;
  for (const name in evaluation) {
    if (name === 'atLeast') continue;
    if (!ENTITIES.has(name) || !isObject(evaluation[name])) return false;
  }
  const { subject, resource, action, atLeast } = evaluation;
  return isEntity(subject) && isEntity(resource) && isAction(action) && isVersion(atLeast) && isHarmless(body);
}

/** The same of a batch that has evaluations, all of which are to be answered. Each of them is read by itself. */
export function isPlainEvaluations(body: object): body is AuthzenEvaluations & { evaluations: unknown[] } {
  const batch = body as Record<string, unknown>;
  for (const name in batch) {
    if (name === 'atLeast' || name === 'evaluations') continue;
    if (!ENTITIES.has(name) || !isObject(batch[name])) return false;
  }
  const { evaluations, atLeast } = batch;
  const isList = Array.isArray(evaluations) && evaluations.length > 0 && evaluations.length <= MOST_EVALUATIONS;
  return isList && isVersion(atLeast) && isHarmless(body);
}

/** All of them at one instant; undefined where a person's name, the register or a refusal has to be looked for. */
export function evaluatedAtOnce(
  account: CompiledAccount,
  evaluations: readonly Evaluation[],
  { actorId, now }: { actorId: string; now: number },
): Decision[] | undefined {
  const decisions: Decision[] = [];
  let mayView: boolean | undefined;
  for (const evaluation of evaluations) {
    const memberId = lowerCase(evaluation.subject.id);
    const areMembers = namesIn(account.catalogue, evaluation).every((name) => account.has(lowerCase(name)));
    if (!isMemberType(evaluation.subject.type) || !areMembers) return undefined;
    mayView ??= memberId === actorId ? undefined : account.check({ memberId: actorId, permission: VIEW }, now);
    if (memberId !== actorId && !mayView) return undefined;
    const decision = decided(account, memberId, evaluation, now);
    if (!decision) return undefined;
    decisions.push(decision);
  }
  return decisions;
}

const VIEW = 'permissions:view';

function decided(
  account: CompiledAccount,
  memberId: string,
  evaluation: Evaluation,
  now: number,
): Decision | undefined {
  const { catalogue } = account;
  const asked = authzenQuestion(catalogue, memberId, evaluation, lowerCase);
  const isProjectOpen = asked.projectId === undefined && catalogue.find(asked.permission)?.level === 'project';
  if (isProjectOpen || needsRegister(catalogue, asked)) return undefined;
  const question = throughDoor(catalogue, asked);
  return question === 'property_required' ? denial(question, account.version) : account.decide(question, now);
}

/** The evaluations of a batch, where each of them can be read. */
export function readEvaluations({ evaluations, ...defaults }: AuthzenEvaluations & { evaluations: unknown[] }) {
  const read: Evaluation[] = [];
  for (const item of evaluations) {
    const evaluation = readEvaluation(item, defaults);
    if ('problem' in evaluation) return undefined;
    read.push(evaluation);
  }
  return read;
}

/** An `AuthzenDecision` as JSON: reasons are words of ours, in which nothing has to be escaped. */
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
