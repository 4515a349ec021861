import type { Catalogue, Permission } from '../catalogue/catalogue.js';
import type { Question, RecordInQuestion } from '../decision/decision.js';

export type Properties = Readonly<Record<string, unknown>>;

/** A question as it comes in, with the declared properties by which a variant may be chosen. */
export interface AskedQuestion extends Question {
  readonly record?: AskedRecord;
  readonly actionProperties?: Properties;
}

export interface AskedRecord extends RecordInQuestion {
  readonly properties?: Properties;
}

/** What the register knows of the record in the question. */
export interface RegisteredRecord {
  readonly ownerId: string | null;
  readonly projectId?: string | null;
  readonly properties?: Properties;
}

/**
 * The question for the evaluator. Properties are read here, before the first step of the decision order, and never
 * again. What is sent wins over what is registered, because the caller enforces the answer.
 */
export function resolveQuestion(
  catalogue: Catalogue,
  asked: AskedQuestion,
  registered?: RegisteredRecord,
): Question | 'property_required' {
  const { memberId, permission: key, projectId, record } = asked;
  const permission = catalogue.find(key);
  // Most questions need no resolving. This runs for every question, so it returns early.
  if (!permission?.variants.length && !registered && !record?.properties) return asked;
  const question = { memberId, permission: key, ...(projectId !== undefined && { projectId }) };
  if (!permission) return record ? { ...question, record: plain(record) } : question;

  // A creation is about the new record; what is registered is another one.
  const known = isCreation(permission) ? undefined : registered;
  const chosen = chosenFor(catalogue, permission, { ...asked, ...(known && { registered: known }) });
  if (!chosen) return 'property_required';
  return {
    ...question,
    ...(chosen !== permission && { permission: chosen.key, variantOf: key }),
    ...(record && { record: completed(catalogue, permission, { record, registered: known, memberId }) }),
  };
}

/** Whether the register could change the result of `resolveQuestion`. Where it cannot, no look-up is needed. */
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

/** Whether the question names no project although it is about something that exists in projects only. */
export const needsProject = (catalogue: Catalogue, { permission, projectId }: AskedQuestion): boolean =>
  projectId === undefined && catalogue.find(permission)?.level === 'project';

const isCreation = ({ action }: Permission): boolean => action === 'create';

/**
 * The variant that is meant; the action itself where there is none; undefined where a property that decides is missing.
 */
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

/** Reads a property of the object itself, ignoring what every object inherits. */
const own = (properties: Properties | undefined, name: string): unknown =>
  properties && Object.hasOwn(properties, name) ? properties[name] : undefined;

/** A value that variants may depend on. No declared value is null, so a null property counts as missing. */
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
 * The owner that was sent: by name, or in the property that the feature declares. Null for a record without an owner,
 * undefined where none was sent.
 */
export function ownerSent(
  catalogue: Catalogue,
  feature: string,
  { ownerId, properties }: { readonly ownerId?: unknown; readonly properties?: Properties },
): string | null | undefined {
  const property = catalogue.ownerPropertyOf(feature);
  const owner = ownerId === undefined && property !== undefined ? own(properties, property) : ownerId;
  if (owner === undefined || owner === null || typeof owner === 'string') return owner;
  // Anything else is an owner who is not known. It is not a reason to ask the register.
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
