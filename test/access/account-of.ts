import { loadPresets, type Preset } from '@roster/contracts';
import { Catalogue, type ExceptionPolicy, type FeatureDefinition, type Grants } from '@roster/permissions';
import type {
  StoredException,
  StoredMember,
  StoredProject,
} from '../../apps/access/src/account/accounts/stored-account.js';
import type { StoredRole } from '../../apps/access/src/account/roles/role.js';
import { AccountSnapshot } from '../../apps/access/src/account/snapshots/account-snapshot.js';

export const ADMIN: Grants = {
  'members:view': true,
  'members:edit': true,
  'roles:view': true,
  'roles:edit': true,
  'permissions:view': true,
  'permissions:edit': true,
};

/** A product with every feature: several roles per member, a tree of roles, scopes, exceptions, projects. */
const FEATURES: FeatureDefinition[] = [
  {
    key: 'contacts',
    label: 'Contacts',
    actions: [
      { key: 'view', label: 'View', kind: 'scoped' },
      { key: 'edit', label: 'Edit', kind: 'scoped' },
      { key: 'merge', label: 'Merge' },
    ],
  },
  {
    key: 'bots',
    label: 'Bots',
    actions: [
      { key: 'view', label: 'View', level: 'project' },
      { key: 'train', label: 'Train', level: 'project' },
      { key: 'drop', label: 'Drop', level: 'project', grantable: false },
    ],
  },
];

const catalogue = new Catalogue({ hash: 'account-of', features: FEATURES, projects: true });

export function presetWith(overrides: Partial<Preset> = {}): Preset {
  const presets = loadPresets();
  const [shipped] = presets.names.flatMap((name) => presets.get(name) ?? []);
  if (!shipped) throw new Error('There is no preset to start from');
  return {
    ...shipped,
    roleCardinality: 'multi',
    recordScopes: true,
    roleTree: false,
    exceptions: 'on',
    projects: 'on',
    features: { ...shipped.features, customRoles: 'on', teams: true },
    ownership: { label: 'Owner', visible: true, ensureRole: 'admin' },
    systemRoles: [{ slug: 'admin', name: 'Admin', description: '', icon: 'star', grants: ADMIN }],
    catalogue: FEATURES,
    ...overrides,
  };
}

export interface Described {
  readonly preset?: Preset;
  /** Role → its grants and the role above it. The system role `admin` exists in addition. */
  readonly roles?: Record<string, { grants: Grants; below?: string }>;
  /** Member → their roles, or more. `owner`, with the role `admin`, exists in addition. */
  readonly members?: Record<
    string,
    readonly string[] | (Partial<StoredMember> & { readonly has?: readonly ExceptionPolicy[] })
  >;
  /** Project → its owner and team. */
  readonly projects?: Record<string, { owner: string; team: readonly string[] }>;
  /** Team → its name. */
  readonly teams?: Record<string, string>;
}

/** An account as described. Names are used as ids. */
export function accountOf({
  preset = presetWith(),
  roles = {},
  members = {},
  projects = {},
  teams = {},
}: Described): AccountSnapshot {
  const stored = {
    id: 'account',
    preset: preset.name,
    status: 'active' as const,
    ownerMemberId: 'owner',
    revision: 1,
    version: 1,
    roles: [
      ...preset.systemRoles.map(({ slug }) => ({ ...roleNamed(slug), slug, name: null, grants: null })),
      ...Object.entries(roles).map(([id, { grants, below }], at) => ({
        ...roleNamed(id),
        grants,
        managerRoleId: below ?? null,
        position: at + 1,
      })),
    ],
    members: Object.entries({ owner: ['admin'], ...members }).map(([id, said]) => memberNamed(id, said)),
    teams: Object.entries(teams).map(([id, name]) => ({ id, name })),
    projects: Object.entries(projects).map(([id, { owner, team }]): StoredProject => ({
      id,
      name: id,
      ownerMemberId: owner,
      team: team.map((memberId) => ({ memberId, expiresAt: null })),
    })),
  };
  return new AccountSnapshot(stored, preset, catalogue);
}

const roleNamed = (id: string): StoredRole => ({
  id,
  slug: null,
  name: id,
  description: '',
  icon: null,
  grants: {},
  position: null,
  managerRoleId: null,
  deleted: false,
  replacedBy: null,
});

function memberNamed(id: string, said: NonNullable<Described['members']>[string]): StoredMember {
  const { has = [], ...more } = 'length' in said ? { roleIds: said } : said;
  return {
    id,
    userId: `user of ${id}`,
    email: `${id}@example.com`,
    firstName: id,
    lastName: '',
    status: 'active',
    revision: 1,
    takenStatus: null,
    takenRevision: null,
    roleIds: [],
    managerId: null,
    agentAccess: false,
    teams: [],
    exceptions: has.map((exception, at) => exceptionOf(`${id} ${at}`, exception)),
    ...more,
  };
}

const exceptionOf = (
  id: string,
  { permission, effect, scope, projectId, expiresAt, reason }: ExceptionPolicy,
): StoredException => ({
  id,
  permission,
  effect,
  scope: scope ?? null,
  projectId: projectId ?? null,
  expiresAt: expiresAt ?? null,
  reason: reason ?? null,
  createdAt: 0,
});
