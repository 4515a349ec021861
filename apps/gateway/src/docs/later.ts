const waiting: (() => void)[] = [];

/** Puts off what only the OpenAPI document needs: most gateways are never asked for it, and it wants the contracts' metadata. */
export const describeLater = (work: () => void): void => {
  waiting.push(work);
};

/** Does what was put off, once. */
export function describeNow(): void {
  for (const work of waiting.splice(0)) work();
}
