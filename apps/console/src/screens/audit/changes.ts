import type { components } from '../../api/schema.js';

type AuditPart = components['schemas']['AuditPart'];

/** One property of a thing before and after; undefined where it was not there. */
export interface ChangeLine {
  readonly property: string;
  /** A part of the property: the permission, of a role's permissions. */
  readonly of?: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** How values are put into words. */
export interface Wording {
  readonly names: Readonly<Record<string, string>>;
  /** A word by its key; the key itself where there is none. */
  readonly word: (key: string) => string;
}

/** Bits of a scope set, as the services store them. */
const SCOPES: readonly (readonly [number, string])[] = [
  [1, 'own'],
  [2, 'same-role'],
  [4, 'subordinate'],
  [8, 'team'],
  [16, 'unowned'],
  [32, 'all'],
];
const ALL = 32;

type Thing = Readonly<Record<string, unknown>>;

/** What differs in one thing, property by property. Its own id, and what only sorts it, say nothing to people. */
export function linesOf({ before, after }: AuditPart, wording: Wording): ChangeLine[] {
  const [was, is] = [(before ?? {}) as Thing, (after ?? {}) as Thing];
  const properties = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((property) => property !== 'id');
  return properties.flatMap((property) => differences(property, [was[property], is[property]], wording));
}

function differences(property: string, [was, is]: [unknown, unknown], wording: Wording): ChangeLine[] {
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  if (isThing(was) || isThing(is)) {
    const [before, after] = [isThing(was) ? was : {}, isThing(is) ? is : {}];
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((of) => JSON.stringify(before[of]) !== JSON.stringify(after[of]))
      .map((of) => ({
        property,
        of: wording.names[of] ?? of,
        before: textOf(property, before[of], wording),
        after: textOf(property, after[of], wording),
      }));
  }
  if (hasThings(was) || hasThings(is)) {
    // Of a list of things only those that came or went.
    const [before, after] = [listOf(was), listOf(is)];
    const [gone, come] = [without(before, after), without(after, before)];
    return [{ property, before: textOf(property, gone, wording), after: textOf(property, come, wording) }];
  }
  const line = { property, before: textOf(property, was, wording), after: textOf(property, is, wording) };
  return line.before === line.after ? [] : [line];
}

function textOf(property: string, value: unknown, wording: Wording): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'boolean') return wording.word(value ? 'yes' : 'no');
  if (typeof value === 'number') return numberOf(property, value, wording);
  if (typeof value === 'string') return wording.names[value] ?? value;
  if (Array.isArray(value)) {
    const texts = value.flatMap((one) => textOf(property, one, wording) ?? []);
    return texts.length > 0 ? texts.join(', ') : undefined;
  }
  const said = Object.entries(value as Thing).filter(([key]) => key !== 'id' && key !== 'createdAt');
  const texts = said.flatMap(([key, inner]) => textOf(key, inner, wording) ?? []);
  return texts.join(' ');
}

function numberOf(property: string, value: number, wording: Wording): string {
  if (property.endsWith('At')) return new Date(value).toLocaleString('en');
  if (property !== 'grants' && property !== 'scope') return String(value);
  if (value >= ALL) return wording.word('all');
  const bits = SCOPES.filter(([bit]) => Math.floor(value / bit) % 2 === 1);
  return bits.map(([, name]) => wording.word(name)).join(', ') || wording.word('nothing');
}

const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const hasThings = (value: unknown): boolean => listOf(value).some(isThing);

function without(list: readonly unknown[], others: readonly unknown[]): unknown[] {
  const known = new Set(others.map((other) => JSON.stringify(other)));
  return list.filter((one) => !known.has(JSON.stringify(one)));
}
