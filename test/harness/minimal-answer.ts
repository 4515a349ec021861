import type { RpcContract } from '@roster/contracts';

import { SHAPES } from '../../libs/contracts/src/core/shapes.js';

/** The smallest answer of a contract's shape, for a service that a test only needs to answer at all. */
export const minimalAnswer = ({ output }: RpcContract): Record<string, unknown> => leastOf(output.name);

/** The least that is of the shape of a class, by its name. */
export function leastOf(className: string): Record<string, unknown> {
  const required = Object.entries(SHAPES[className] ?? {}).filter(([, type]) => !type.endsWith('?'));
  return Object.fromEntries(required.map(([name, type]) => [name, least(type)]));
}

function least(type: string): unknown {
  if (type.endsWith('|null')) return null;
  if (type.endsWith('[]')) return [];
  const plain: Record<string, unknown> = { string: '', number: 0, boolean: false, object: {}, any: null };
  return Object.hasOwn(plain, type) ? plain[type] : leastOf(type);
}
