import type { RpcContract } from './contract.js';
import { SHAPES } from './shapes.js';

interface Member {
  readonly name: string;
  readonly isOptional: boolean;
  readonly fault: (value: unknown) => string | undefined;
}

const members = new Map<string, readonly Member[]>();

/**
 * Where an answer is not of the contract's shape; undefined where it is. Something else may answer on a service's behalf:
 * JetStream does, with an acknowledgement, where a stream takes in a call. Members that the contract does not name are
 * none of this process's business (a newer service may have more), unless it has none of those that the contract names.
 * An answer of which nothing is known, since the contract is not of this library, is taken as it is.
 */
export function faultInAnswer({ output }: Pick<RpcContract, 'output'>, answer: object): string | undefined {
  if (!Object.hasOwn(SHAPES, output.name)) return undefined;
  const known = membersOf(output.name);
  const names = Object.keys(answer);
  if (names.length > 0 && !known.some(({ name }) => Object.hasOwn(answer, name))) return `it has ${names.join(', ')}`;
  return faultIn(known, answer);
}

function faultIn(known: readonly Member[], value: object): string | undefined {
  for (const { name, isOptional, fault } of known) {
    const member: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
    if (member === undefined && isOptional) continue;
    const found = member === undefined ? 'is missing' : fault(member);
    if (found) return `${name} ${found}`;
  }
  return undefined;
}

function membersOf(className: string): readonly Member[] {
  const known = members.get(className);
  if (known) return known;
  const made = Object.entries(SHAPES[className] ?? {}).map(([name, type]) => ({
    name,
    isOptional: type.endsWith('?'),
    fault: faultOf(type.replace(/\?$/, '')),
  }));
  members.set(className, made);
  return made;
}

function faultOf(type: string): Member['fault'] {
  if (type === 'any') return () => undefined;
  if (type.endsWith('|null')) {
    const fault = faultOf(type.slice(0, -'|null'.length));
    return (value) => (value === null ? undefined : fault(value));
  }
  if (type.endsWith('[]')) {
    const fault = faultOf(type.slice(0, -'[]'.length));
    return (value) => (Array.isArray(value) ? firstFault(value, fault) : 'is no list');
  }
  if (['string', 'number', 'boolean'].includes(type))
    return (value) => (typeof value === type ? undefined : `is no ${type}`);
  const isRecord = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'object') return (value) => (isRecord(value) ? undefined : 'is no object');
  // Looked up when it is asked for: classes may hold each other.
  return (value) => (isRecord(value) ? faultIn(membersOf(type), value) : 'is no object');
}

function firstFault(values: readonly unknown[], fault: Member['fault']): string | undefined {
  for (const value of values) {
    const found = fault(value);
    if (found) return `has one that ${found}`;
  }
  return undefined;
}
