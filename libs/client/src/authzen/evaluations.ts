import type { AuthzenEvaluations } from '@roster/contracts';
import type { Evaluation } from './authzen.js';

type Members = Readonly<Record<string, unknown>>;
type Defaults = Pick<AuthzenEvaluations, 'subject' | 'resource' | 'action'>;

/** An evaluation that cannot be read, and the reason. */
export interface Unreadable {
  readonly problem: string;
}

const LONGEST = 320;

/**
 * Reads one evaluation of a batch with the batch's defaults. An entity that it contains replaces the whole default,
 * except for a `type` or `id` that it leaves out. Unknown properties are ignored.
 */
export function readEvaluation(item: unknown, defaults: Defaults): Evaluation | Unreadable {
  if (!isObject(item)) return { problem: 'The evaluation must be an object' };
  const subject = readEntity('subject', item['subject'], defaults.subject);
  if ('problem' in subject) return subject;
  const action = readAction(item['action'] ?? defaults.action);
  if ('problem' in action) return action;
  const resource = readEntity('resource', item['resource'], defaults.resource);
  if ('problem' in resource) return resource;
  return { subject, action, resource };
}

function readEntity(name: string, given: unknown, standard: object | undefined): Evaluation['subject'] | Unreadable {
  const base = isObject(standard) ? standard : {};
  const entity = given === undefined || given === null ? base : given;
  if (!isObject(entity)) return { problem: `${name} must be an object` };
  const type = entity['type'] ?? base['type'];
  const id = entity['id'] ?? base['id'];
  const { properties } = entity;
  if (!isName(type)) return { problem: `${name}.type must be a text` };
  if (!isName(id)) return { problem: `${name}.id must be a text` };
  if (!isOptionalObject(properties)) return { problem: `${name}.properties must be an object` };
  return { type, id, ...(properties && { properties }) };
}

function readAction(action: unknown): Evaluation['action'] | Unreadable {
  if (!isObject(action)) return { problem: 'action must be an object' };
  const { name, properties } = action;
  if (!isName(name)) return { problem: 'action.name must be a text' };
  if (!isOptionalObject(properties)) return { problem: 'action.properties must be an object' };
  return { name, ...(properties && { properties }) };
}

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOptionalObject = (value: unknown): value is Record<string, unknown> | null | undefined =>
  value === undefined || value === null || isObject(value);

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= LONGEST;
