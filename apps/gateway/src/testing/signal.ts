/** Something that a test waits for, and what makes it happen. */
export function signal(): { given: Promise<void>; give: () => void } {
  let settle: (() => void) | undefined;
  const given = new Promise<void>((resolve) => (settle = resolve));
  return { given, give: () => settle?.() };
}
