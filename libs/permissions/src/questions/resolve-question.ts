import type { Catalogue, Permission } from '../catalogue/catalogue.js';
import type { Question, RecordInQuestion } from '../decision/decision.js';

export type Properties = Readonly<Record<string, unknown>>;

/** A question as it comes in, with the declared properties by which the door may choose a variant. */
export interface AskedQuestion extends Question {
  readonly record?: AskedRecord;
  readonly actionProperties?: Properties;
}

export interface AskedRecord extends RecordInQuestion {
  readonly properties?: Properties;
}

/** What the register knows of the record that is asked about. */
export interface RegisteredRecord {
  readonly ownerId: string | null;
  readonly projectId?: string | null;
  readonly properties?: Properties;
}

/**
 * What the evaluator is to be asked: properties are read here, before the first step of the decision order, and never
 * again. What is sent wins over what is registered, since it is the asker who enforces the answer.
 */
export function resolveQuestion(
  catalogue: Catalogue,
  asked: AskedQuestion,
  registered?: RegisteredRecord,
): Question | 'property_required' {
  const { memberId, permission: key, projectId, record } = asked;
  const permission = catalogue.find(key);
  // Most questions are ready as they come, and this is on the way of every one of them.
  if (!permission?.variants.length && !registered && !record?.properties) return asked;
  const question = { memberId, permission: key, ...(projectId !== undefined && { projectId }) };
  if (!permission) return record ? { ...question, record: plain(record) } : question;

  // The record asked about in a creation is the new one: whatever is registered is another.
  const known = isCreation(permission) ? undefined : registered;
  const chosen = chosenFor(catalogue, permission, { ...asked, ...(known && { registered: known }) });
  if (!chosen) return 'property_required';
  return {
    ...question,
    ...(chosen !== permission && { permission: chosen.key, variantOf: key }),
    ...(record && { record: completed(catalogue, permission, { record, registered: known, memberId }) }),
  };
}

/** Whether what is registered could change what `resolveQuestion` makes of the question: otherwise, no need to look. */
export function needsRegister(catalogue: Catalogue, { permission: key, projectId, record }: AskedQuestion): boolean {
  const permission = catalogue.find(key);
  if (!permission || record?.id === undefined || isCreation(permission)) return false;
  const { variants } = permission;
  if (variants.some(({ of, property }) => of === 'resource' && valueIn(record.properties, property) === undefined))
    return true;
  const isOneOf = (test: (each: Permission) => boolean) =>
    test(permission) || variants.some(({ index }) => test(catalogue.at(index)));
  if (!isOneOf(({ kind }) => kind === 'scoped')) return false;
  if (ownerSent(catalogue, permission.feature, record) === undefined) return true;
  const isProjectOpen = projectId !== undefined && record.projectId === undefined;
  return isProjectOpen && isOneOf(({ kind, level }) => kind === 'scoped' && level === 'project');
}

/** Whether it is asked without a project about what exists in projects only. */
export const needsProject = (catalogue: Catalogue, { permission, projectId }: AskedQuestion): boolean =>
  projectId === undefined && catalogue.find(permission)?.level === 'project';

const isCreation = ({ action }: Permission): boolean => action === 'create';

/** The variant that is meant, the action itself where none is, undefined where a property is missing to tell. */
function chosenFor(
  catalogue: Catalogue,
  permission: Permission,
  { record, registered, actionProperties }: AskedQuestion & { readonly registered?: RegisteredRecord },
): Permission | undefined {
  for (const { of, property, value, index } of permission.variants) {
    const found =
      of === 'action'
        ? valueIn(actionProperties, property)
        : (valueIn(record?.properties, property) ?? valueIn(registered?.properties, property));
    if (of === 'resource' && found === undefined) return undefined;
    if (found === value) return catalogue.at(index);
  }
  return permission;
}

/** Not what every object inherits. */
const own = (properties: Properties | undefined, name: string): unknown =>
  properties && Object.hasOwn(properties, name) ? properties[name] : undefined;

/** What a variant may go by. No declared value is null: a property without a value is as good as none. */
const valueIn = (properties: Properties | undefined, name: string): unknown => own(properties, name) ?? undefined;

function completed(
  catalogue: Catalogue,
  permission: Permission,
  { record, registered, memberId }: { record: AskedRecord; registered: RegisteredRecord | undefined; memberId: string },
): RecordInQuestion {
  const byDefault = isCreation(permission) ? memberId : registered?.ownerId;
  const owner = ownerSent(catalogue, permission.feature, record);
  const ownerId = owner === undefined ? byDefault : owner;
  const projectId = record.projectId ?? registered?.projectId ?? undefined;
  return { ...plain(record), ...(ownerId !== undefined && { ownerId }), ...(projectId !== undefined && { projectId }) };
}

/**
 * The owner that came with the question: by name, or in the property that the feature keeps it in; null for nobody,
 * undefined where none came.
 */
export function ownerSent(
  catalogue: Catalogue,
  feature: string,
  { ownerId, properties }: { readonly ownerId?: unknown; readonly properties?: Properties },
): string | null | undefined {
  const property = catalogue.ownerPropertyOf(feature);
  const owner = ownerId === undefined && property !== undefined ? own(properties, property) : ownerId;
  if (owner === undefined || owner === null || typeof owner === 'string') return owner;
  // Whatever else was sent there is an owner whom nobody knows, not a reason to ask the register.
  return '';
}

function plain({ type, id, ownerId, projectId }: AskedRecord): RecordInQuestion {
  return {
    type,
    ...(id !== undefined && { id }),
    ...(ownerId !== undefined && { ownerId }),
    ...(projectId !== undefined && { projectId }),
  };
}
