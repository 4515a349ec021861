import { declaredRoutes } from '../http/exposure/declared-routes.js';
import { controllers } from './controllers.js';

/** A route as `npm run routes` shows it. */
export interface RouteRow {
  readonly method: string;
  readonly path: string;
  /** The contract's subject; `-` where the gateway answers by itself. */
  readonly subject: string;
  /** The permission that the contract asks for, or why it asks for none. */
  readonly access: string;
}

/** All routes, by path. */
export const routeTable = (): RouteRow[] =>
  declaredRoutes(controllers)
    .map(({ method, path, exposure }) => {
      if (!exposure) return { method, path, subject: '-', access: 'public' };
      const { subject, permission } = exposure.contract;
      return { method, path, subject, access: typeof permission === 'string' ? permission : permission.open };
    })
    .sort((one, other) => compare(one.path, other.path) || compare(one.method, other.method));

const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);

/** The rows below each other, in columns. */
export function printed(rows: readonly RouteRow[]): string {
  const table = [
    ['METHOD', 'PATH', 'CONTRACT', 'PERMISSION'],
    ...rows.map(({ method, path, subject, access }) => [method, path, subject, access]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  return table.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
