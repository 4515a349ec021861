/** `owner` + `email` → `owner.email`; `emails` + 1 → `emails[1]`. */
export function join(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}
