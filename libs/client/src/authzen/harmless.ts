const DEEPEST = 32;

/** Whether nothing in it is dangerous, wherever it stands: NUL in a text, or the name of what every object inherits. */
export function isHarmless(value: unknown, levels = DEEPEST): boolean {
  if (typeof value === 'string') return !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) if (!isHarmless(item, levels - 1)) return false;
    return true;
  }
  const members = value as Record<string, unknown>;
  for (const name in members) {
    if (name in Object.prototype || !isHarmless(members[name], levels - 1)) return false;
  }
  return true;
}
