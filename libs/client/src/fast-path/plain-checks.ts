import type { Check, CheckBatch, CheckBatchRequest, CheckRequest, RecordReference } from '@roster/contracts';

/**
 * Recognises questions in their usual form without the full validation of the contracts. What is recognised is valid;
 * what is not may be valid too. In that case ask the validation, which also knows what is wrong.
 */

const LONGEST = 320;
const MOST_CHECKS = 1_000;

type Members = Record<string, unknown>;

export function isPlainRequest(body: object): body is CheckRequest {
  const request = body as Members;
  for (const name in request) {
    if (name !== 'accountId' && name !== 'atLeast' && !isPlainMember(name, request[name])) return false;
  }
  return isName(request['accountId']) && isVersion(request['atLeast']) && isComplete(request);
}

export function isPlainBatchRequest(body: object): body is CheckBatchRequest {
  const request = body as Members;
  for (const name in request) if (name !== 'accountId' && name !== 'atLeast' && name !== 'checks') return false;
  return isName(request['accountId']) && isVersion(request['atLeast']) && areChecks(request['checks']);
}

/** A batch as a person sends it, in the account of the session. */
export function isPlainBatch(body: object): body is CheckBatch {
  const batch = body as Members;
  for (const name in batch) if (name !== 'atLeast' && name !== 'checks') return false;
  return isVersion(batch['atLeast']) && areChecks(batch['checks']);
}

function areChecks(value: unknown): value is Check[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_CHECKS) return false;
  for (const item of value as unknown[]) {
    if (!isObject(item)) return false;
    for (const name in item) if (!isPlainMember(name, item[name])) return false;
    if (!isComplete(item)) return false;
  }
  return true;
}

const isComplete = ({ memberId, permission }: Members): boolean => memberId !== undefined && permission !== undefined;

function isPlainMember(name: string, value: unknown): boolean {
  switch (name) {
    case 'memberId':
    case 'permission':
      return isName(value);
    case 'projectId':
      return isText(value);
    case 'record':
      return isPlainRecord(value);
    default:
      return false;
  }
}

function isPlainRecord(value: unknown): value is RecordReference {
  if (!isObject(value)) return false;
  for (const name in value) {
    const member = value[name];
    if (name === 'type' ? !isName(member) : name === 'id' ? !isText(member) : !isOwner(name, member)) return false;
  }
  return value['type'] !== undefined;
}

const isOwner = (name: string, value: unknown): boolean => name === 'ownerId' && (value === null || isText(value));

export const isName = (value: unknown): value is string => isText(value) && value !== '';

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= LONGEST && !value.includes('\0') && value.isWellFormed();

export const isVersion = (value: unknown): value is number | undefined =>
  value === undefined || (Number.isInteger(value) && (value as number) >= 0);

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
