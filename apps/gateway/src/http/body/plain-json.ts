const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** Names that every object inherits; some of them reach into prototypes. */
const DANGEROUS: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/**
 * Whether what was parsed from the text is certainly all that the text says, and harmless: no key stood twice (the text
 * would have more members than the value), no name is one that every object inherits, no name or text holds NUL or half of
 * a surrogate pair, every number is one, and nothing is nested deeper than that. False does not mean that
 * it is harmful: much of the rest is harmless too.
 */
export const isPlain = (value: unknown, text: string, deepest: number): boolean =>
  membersOf(value, deepest) === membersIn(text);

/** Members of all objects in it; NaN where something is not plain. */
function membersOf(value: unknown, levels: number): number {
  if (typeof value === 'string') return isStorable(value) ? 0 : NaN;
  if (typeof value === 'number') return Number.isFinite(value) ? 0 : NaN;
  if (typeof value !== 'object' || value === null) return 0;
  if (levels === 0) return NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) count += membersOf(item, levels - 1);
    return count;
  }
  const members = value as Record<string, unknown>;
  for (const name in members) {
    if (DANGEROUS.has(name) || !isStorable(name)) return NaN;
    count += 1 + membersOf(members[name], levels - 1);
  }
  return count;
}

const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** In a text that is known to be JSON: as many as there are colons outside of strings. */
function membersIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON) count += 1;
    else if (code === QUOTE) at = endOfString(text, at);
  }
  return count;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(at)) at += code === BACKSLASH ? 2 : 1;
  return at;
}
