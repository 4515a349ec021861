import { IsIn } from 'class-validator';
import { Nothing } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { checkStale, Freshness } from './freshness.contract.js';
import { ScopeNames, ScopesByPermission } from './scope.contract.js';

export class CatalogueAction {
  /** `feature:action`. */
  permission!: string;
  name!: string;
  /** What it lets people do, in a sentence or two; null where the product's preset says nothing. */
  description!: string | null;
  @IsIn(['toggle', 'scoped'])
  kind!: 'toggle' | 'scoped';
  @IsIn(['account', 'project'])
  level!: 'account' | 'project';
  /** Not grantable: only an owner has it. */
  grantable!: boolean;
  /** What the scope of a grant is made of; empty for a toggle, which is granted by `true`. */
  @ScopeNames()
  scopes!: string[];
  /**
   * The permission that a grant of this one brings along. Where that is scoped, it has at least the scope of this grant;
   * of a toggle, `own`. Null where it implies nothing else.
   */
  implies!: string | null;
  /** The permission that decides in its place and is granted instead; null for a permission of its own. */
  joinedTo!: string | null;
}

export class CatalogueFeature {
  key!: string;
  label!: string;
  description!: string | null;
  /** The heading under which features are shown together. */
  group!: string | null;
  /** The action that every other one of the feature implies. */
  baseAction!: string;
  actions!: CatalogueAction[];
}

export class Catalogue {
  preset!: string;
  features!: CatalogueFeature[];
}

export const getCatalogue = rpc({
  context: 'access',
  noun: 'catalogue',
  verb: 'get',
  http: {
    method: 'GET',
    path: '/v1/catalogue',
    tag: 'Roles',
    summary: 'Show the features and actions of the account’s product',
  },
  description:
    'Lists every feature of the product with its actions: which permissions there are, which records they can be limited to, and what one implies of another.',
  permission: { open: 'self' },
  input: Nothing,
  output: Catalogue,
  callers: ['gateway'],
});

export class PresetSummary {
  name!: string;
  label!: string;
  description!: string;
}

export class PresetList {
  items!: PresetSummary[];
  nextCursor!: string | null;
}

export const listPresets = rpc({
  context: 'access',
  noun: 'preset',
  verb: 'list',
  http: {
    method: 'GET',
    path: '/v1/presets',
    tag: 'Roles',
    summary: 'List the products for which an account can be opened',
  },
  description: 'Lists the products that an account can be opened for, each by the name that opening an account takes.',
  permission: { open: 'public' },
  input: Nothing,
  output: PresetList,
  callers: ['gateway'],
});

export class MyPermissions {
  version!: number;
  /** Permission → the names of its scope; what is absent is denied. */
  @ScopesByPermission()
  permissions!: Record<string, string[]>;
}

export const getMyPermissions = rpc({
  context: 'access',
  noun: 'me',
  verb: 'permissions',
  http: { method: 'GET', path: '/v1/me/permissions', tag: 'Me', summary: 'List what I may do' },
  description: 'Lists every permission that the person or key who asks has, with the records that each reaches.',
  permission: { open: 'self' },
  input: Freshness,
  output: MyPermissions,
  errors: [checkStale],
  callers: ['gateway'],
});
