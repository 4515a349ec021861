import { Catalogue, type FeatureDefinition } from '@roster/permissions';
import * as fc from 'fast-check';

/** Every kind of feature. The rest of the catalogue is random. */
const FEATURES: readonly FeatureDefinition[] = [
  {
    key: 'deals',
    label: 'Deals: scoped, with a joined and a toggled action',
    ownerProperty: 'ownedBy',
    actions: [
      { key: 'view', label: 'View', kind: 'scoped' },
      { key: 'edit', label: 'Edit', kind: 'scoped' },
      { key: 'create', label: 'Create', is: 'edit' },
      { key: 'call', label: 'Call' },
    ],
  },
  {
    key: 'files',
    label: 'Files: a toggled base, a scoped action',
    actions: [
      { key: 'view', label: 'View' },
      { key: 'print', label: 'Print' },
      { key: 'edit', label: 'Edit', kind: 'scoped' },
      { key: 'create', label: 'Create', kind: 'scoped' },
      { key: 'seal', label: 'Seal', grantable: false },
    ],
  },
  {
    key: 'notes',
    label: 'Notes: variants',
    actions: [
      { key: 'view', label: 'View', kind: 'scoped' },
      {
        key: 'write',
        label: 'Write',
        kind: 'scoped',
        variants: [{ when: { 'resource.status': 'archived' }, is: 'write-archived' }],
      },
      { key: 'write-archived', label: 'Write archived ones', kind: 'scoped' },
      {
        key: 'delete',
        label: 'Delete',
        kind: 'scoped',
        variants: [
          { when: { 'action.soft': true }, is: 'archive' },
          { when: { 'resource.pinned': true }, is: 'write-archived' },
        ],
      },
      { key: 'archive', label: 'Archive' },
    ],
  },
  {
    key: 'plans',
    label: 'Plans: of a project',
    actions: [
      { key: 'view', label: 'View', level: 'project' },
      { key: 'edit', label: 'Edit', level: 'project', kind: 'scoped' },
      { key: 'create', label: 'Create', is: 'edit' },
      { key: 'close', label: 'Close', level: 'project' },
      { key: 'configure', label: 'Configure', level: 'project', grantable: false },
    ],
  },
  {
    key: 'boards',
    label: 'Boards: of a project, with a scoped base',
    actions: [
      { key: 'view', label: 'View', level: 'project', kind: 'scoped' },
      { key: 'edit', label: 'Edit', level: 'project', kind: 'scoped' },
      { key: 'share', label: 'Share', level: 'project' },
    ],
  },
  {
    key: 'tasks',
    label: 'Tasks: of the account, with an action of a project',
    actions: [
      { key: 'view', label: 'View', kind: 'scoped' },
      { key: 'plan', label: 'Plan', level: 'project', kind: 'scoped' },
    ],
  },
  { key: 'logs', label: 'Logs: another base', base: 'download', actions: [{ key: 'download', label: 'Download' }] },
  { key: 'billing', actions: [{ key: 'export', label: 'Export, while suspended too' }] },
];

const AGENTS = { 'files:print': true, 'deals:view': ['own', 'sameRole'], 'plans:close': true } as const;

/**
 * Catalogues with features of every kind. There are only 12, so that property tests do not spend their time compiling
 * them.
 */
const CATALOGUES = (['both', 'roleTree', 'userManager'] as const).flatMap((subordinateBasis) =>
  [true, false].flatMap((selfForAll) =>
    [true, false].map(
      (agents) =>
        new Catalogue({
          hash: `random ${subordinateBasis} ${selfForAll} ${agents}`,
          features: FEATURES,
          selfForAll,
          ...(agents && { agentGrants: AGENTS }),
          subordinateBasis,
        }),
    ),
  ),
);

// A counterexample shows the catalogue's name instead of its content.
for (const catalogue of CATALOGUES)
  Object.defineProperty(catalogue, fc.toStringMethod, { value: () => `catalogue "${catalogue.hash}"` });

export const randomCatalogue = (): fc.Arbitrary<Catalogue> => fc.constantFrom(...CATALOGUES);

/** What roles and exceptions of random accounts are about: the product's own, and one of the platform's that stays open. */
export const PERMISSIONS = (CATALOGUES[0]?.permissions ?? []).filter(
  ({ feature, key }) => FEATURES.some(({ key: own }) => own === feature) && key !== 'billing:edit',
);
