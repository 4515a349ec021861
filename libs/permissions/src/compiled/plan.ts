import type { Catalogue, Permission } from '../catalogue/catalogue.js';
import { closedRow, type Row } from '../snapshot/grants.js';

/**
 * A permission as it is asked about, packed into one number: the index of the permission that decides, and three flags.
 * `CREATES` describes the permission that was asked about, the other flags the one that decides.
 */
export type Asked = number;
export const SCOPED = 1;
export const PROJECT = 2;
export const CREATES = 4;
export const INDEX_SHIFT = 3;

/** What accounts with the same catalogue share. */
export class Plan {
  readonly width: number;
  readonly asked: ReadonlyMap<string, Asked>;
  /** By index: the index of the feature's base action. */
  readonly bases: Uint16Array;
  /** The permissions that others imply, and by index the place of each in this list; -1 for the rest. */
  readonly implied: readonly number[];
  readonly impliedAt: Int16Array;
  readonly permissions: readonly Permission[];
  /** By index: the type of the records that the permission is about, which is its feature. */
  readonly types: readonly string[];
  readonly everyone: Row;
  readonly agents: Row;
  readonly byTree: boolean;
  readonly byManagers: boolean;

  constructor(readonly catalogue: Catalogue) {
    this.permissions = catalogue.permissions;
    this.types = catalogue.permissions.map(({ feature }) => feature);
    this.width = catalogue.permissions.length;
    this.asked = new Map(catalogue.permissions.map((permission) => [permission.key, askedOf(catalogue, permission)]));
    this.bases = Uint16Array.from(catalogue.permissions, ({ base }) => base);
    this.implied = [...new Set(catalogue.permissions.flatMap(({ base, index }) => (base === index ? [] : [base])))];
    this.impliedAt = new Int16Array(this.width).fill(-1);
    this.implied.forEach((index, at) => (this.impliedAt[index] = at));
    this.everyone = closedRow(catalogue, catalogue.everyone);
    this.agents = closedRow(catalogue, catalogue.agentGrants);
    this.byTree = catalogue.subordinateBasis !== 'userManager';
    this.byManagers = catalogue.subordinateBasis !== 'roleTree';
  }
}

function askedOf(catalogue: Catalogue, { decidedBy, action }: Permission): Asked {
  const { kind, level } = catalogue.at(decidedBy);
  const flags =
    (kind === 'scoped' ? SCOPED : 0) | (level === 'project' ? PROJECT : 0) | (action === 'create' ? CREATES : 0);
  return (decidedBy << INDEX_SHIFT) | flags;
}

const plans = new WeakMap<Catalogue, Plan>();

export function planOf(catalogue: Catalogue): Plan {
  const known = plans.get(catalogue);
  if (known) return known;
  const plan = new Plan(catalogue);
  plans.set(catalogue, plan);
  return plan;
}
