import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ScopeName } from '@roster/permissions';
import { JAICP_MATRIX, JAICP_ROLES } from '../../../../test/decisions/jaicp.matrix.js';
import { loadPresets, type Preset } from './index.js';

const presets = loadPresets('');

function product(name: string) {
  const preset = presets.get(name) as Preset;
  const permissions = presets.catalogue(name)?.permissions ?? [];
  const grantable = permissions.filter((permission) => permission.grantable);
  return {
    ...preset,
    permissions,
    /** What can be granted, without what is joined to another. */
    grantable: grantable.filter(({ index, decidedBy }) => index === decidedBy).map(({ key }) => key),
    grants: (slug: string) => preset.systemRoles.find((role) => role.slug === slug)?.grants ?? {},
  };
}

const shipped = presets.names.map((name) => product(name));
/** What is the same as another product but for a few words has tests of its own. */
const VARIANT = 'ortto-classic';
const flag = <T>(read: (preset: Preset) => T) =>
  Object.fromEntries(shipped.filter(({ name }) => name !== VARIANT).map((preset) => [preset.name, read(preset)]));

describe('No code', () => {
  const root = join(import.meta.dirname, '../../../..');
  const sources = ['apps', 'libs', 'deploy'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|mjs)$/.test(file) && !/(^|\/)(dist|node_modules)\/|\.spec\.ts$/.test(file))
      .map((file) => join(root, folder, file)),
  );

  it('names a preset: it goes by flags and permissions', () => {
    const names = new RegExp(presets.names.join('|'), 'i');
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.filter((file) => names.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
});

describe('Every permission of the shipped presets', () => {
  it('says what it lets people do (UI-18)', () => {
    const silent = shipped.flatMap(({ name, permissions }) =>
      permissions.filter(({ description }) => !description).map(({ key }) => `${name}: ${key}`),
    );
    expect(silent).toEqual([]);
  });
});

/** The table of features 10, row by row. */
describe('The flags of the shipped presets', () => {
  const [block, consent] = ['block', 'consent'];

  it.each<[string, (preset: Preset) => unknown, Record<string, unknown>]>([
    [
      'how many roles a member has',
      ({ roleCardinality }) => roleCardinality,
      { ortto: 'single', ontraport: 'single', botplatform: 'none', jaicp: 'multi' },
    ],
    [
      'custom roles',
      ({ features }) => features.customRoles,
      { ortto: 'plan', ontraport: 'on', botplatform: 'off', jaicp: 'off' },
    ],
    [
      'the role of the owner',
      ({ ownership }) => ownership.ensureRole,
      { ortto: 'admin', ontraport: 'account-owner', botplatform: undefined, jaicp: 'administrator' },
    ],
    [
      'whether lists show the owner',
      ({ ownership }) => ownership.visible,
      { ortto: true, ontraport: true, botplatform: true, jaicp: false },
    ],
    [
      'exceptions',
      ({ exceptions }) => exceptions,
      { ortto: 'off', ontraport: 'on', botplatform: 'primary', jaicp: 'off' },
    ],
    [
      'record scopes, and lead routers with them',
      ({ recordScopes, features }) => [recordScopes, features.leadRouters],
      { ortto: [false, false], ontraport: [true, true], botplatform: [false, false], jaicp: [false, false] },
    ],
    ['a role tree', ({ roleTree }) => roleTree, { ortto: false, ontraport: true, botplatform: false, jaicp: false }],
    [
      'projects',
      ({ projects }) => projects,
      { ortto: 'off', ontraport: 'off', botplatform: 'withPartners', jaicp: 'off' },
    ],
    [
      'how people come in',
      ({ provisioning }) => provisioning,
      {
        ortto: { mode: 'invite', bulk: true },
        ontraport: { mode: 'both', bulk: false },
        botplatform: { mode: 'both', bulk: false },
        jaicp: { mode: 'password', bulk: false },
      },
    ],
    [
      'how people go: switched off, only once revoked, with somebody to take their records',
      ({ lifecycle: { activeSwitch, deleteRequiresRevoked, deleteRequiresReassignment } }) =>
        [
          activeSwitch && 'switch',
          deleteRequiresRevoked && 'revoked',
          deleteRequiresReassignment && 'reassigned',
        ].filter(Boolean),
      { ortto: ['revoked'], ontraport: ['reassigned'], botplatform: [], jaicp: ['switch'] },
    ],
    [
      'the billing contact',
      ({ billingContact }) => billingContact,
      { ortto: 'member', ontraport: 'owner', botplatform: 'none', jaicp: 'none' },
    ],
    [
      'seats beyond what is included',
      ({ seatPools }) => Object.fromEntries(Object.entries(seatPools).map(([pool, { overage }]) => [pool, overage])),
      { ortto: { users: block, agents: consent }, ontraport: { users: consent }, botplatform: {}, jaicp: {} },
    ],
    [
      'restrictions by IP address',
      ({ features }) => features.ipRestrictions,
      { ortto: false, ontraport: true, botplatform: false, jaicp: false },
    ],
    [
      'where the time zone is set',
      ({ timeZone }) => timeZone,
      {
        ortto: 'accountSettings',
        ontraport: 'ownerProfile',
        botplatform: 'accountSettings',
        jaicp: 'accountSettings',
      },
    ],
    [
      'agents, teams and times of reachability',
      ({ features: { agentAccess, teams, handover } }) => [agentAccess, teams, handover],
      {
        ortto: [true, true, false],
        ontraport: [false, false, false],
        botplatform: [false, false, true],
        jaicp: [false, false, false],
      },
    ],
    [
      'whether everyone has a profile of their own',
      ({ selfForAll = true }) => selfForAll,
      { ortto: true, ontraport: true, botplatform: true, jaicp: false },
    ],
  ])('%s', (_, read, wanted) => expect(flag(read)).toEqual(wanted));

  it('have one price for a user more in ontraport: 47 dollars a month', () => {
    expect(product('ontraport').seatPools['users']).toMatchObject({
      unitPrice: 4700,
      currency: 'USD',
      interval: 'month',
    });
  });
});

const DROPDOWNS: Readonly<Record<string, readonly ScopeName[]>> = {
  me: ['own'],
  roles: ['own', 'sameRole'],
  subordinates: ['own', 'subordinate'],
  all: ['all'],
};

describe('The ontraport preset', () => {
  const { systemRoles, grants, grantable, permissions } = product('ontraport');
  const types = ['contacts', 'deals', 'companies', 'tasks', 'customObjects'];

  it('has three dropdowns for each type of record; creating goes with editing', () => {
    for (const type of types) {
      const of = permissions.filter(({ feature, kind }) => feature === type && kind === 'scoped');
      expect(of.map(({ action, decidedBy }) => [action, permissions[decidedBy]?.action])).toEqual([
        ['view', 'view'],
        ['edit', 'edit'],
        ['create', 'edit'],
        ['delete', 'delete'],
      ]);
    }
  });

  it('has two checkboxes that the sources name', () => {
    expect(permissions.filter(({ key }) => ['tasks:cancel', 'transactions:refund'].includes(key))).toMatchObject([
      { kind: 'toggle', key: 'tasks:cancel' },
      { kind: 'toggle', key: 'transactions:refund' },
    ]);
  });

  it('has its roles in a tree below the Account Owner', () => {
    expect(systemRoles.map(({ name, manager }) => [name, manager])).toEqual([
      ['Account Owner', undefined],
      ['Sales Manager', 'account-owner'],
      ['Sales Representative', 'sales-manager'],
      ['Customer Support Representative', 'account-owner'],
      ['Graphic Designer', 'account-owner'],
    ]);
  });

  it('gives the Account Owner everything that can be granted', () => {
    expect(Object.keys(grants('account-owner')).toSorted()).toEqual(grantable.toSorted());
  });

  it.each([
    //                                 contacts                       deals                          companies                      tasks                          custom objects
    ['sales-manager', 'subordinates/subordinates/subordinates '.repeat(5)],
    ['sales-representative', 'me/me/none '.repeat(5)],
    [
      'customer-support-representative',
      'roles/roles/none none/none/none roles/roles/none roles/roles/me none/none/none',
    ],
    ['graphic-designer', 'me/none/none none/none/none none/none/none me/me/none none/none/none'],
  ])('sets the dropdowns of %s', (slug, table) => {
    const cells = table.trim().split(' ');
    const wanted = types.flatMap((type, at) =>
      ['view', 'edit', 'delete'].map((action, place) => [
        `${type}:${action}`,
        DROPDOWNS[cells[at]?.split('/')[place] ?? ''],
      ]),
    );
    const given = grants(slug);
    expect(
      types.flatMap((type) => ['view', 'edit', 'delete'].map((verb) => [`${type}:${verb}`, given[`${type}:${verb}`]])),
    ).toEqual(wanted);
  });
});

describe('The ortto-classic preset', () => {
  const [ortto, classic] = [product('ortto'), product(VARIANT)];

  it('is ortto with one page for its users, without agents, teams and roles of one’s own', () => {
    expect(classic.rolesPage).toBe(false);
    expect(classic.labels).toEqual({ product: 'Ortto', inviteSubmit: 'Add', billingContact: 'Billing contact' });
    expect(classic.features).toMatchObject({ agentAccess: false, teams: false, customRoles: 'off' });
    expect(Object.keys(classic.seatPools)).toEqual(['users']);
    const { provisioning, lifecycle, ownership, billingContact, roleCardinality } = ortto;
    expect(classic).toMatchObject({ provisioning, lifecycle, ownership, billingContact, roleCardinality });
  });

  it('has the same permissions and roles, but for the shared inbox', () => {
    expect(classic.catalogue).toEqual(ortto.catalogue.filter(({ key }) => key !== 'talk'));
    expect(classic.systemRoles.map(({ slug }) => slug)).toEqual(ortto.systemRoles.map(({ slug }) => slug));
    for (const { slug, grants } of classic.systemRoles) {
      const wanted = Object.entries(ortto.grants(slug)).filter(([key]) => !key.startsWith('talk:'));
      expect(grants).toEqual(Object.fromEntries(wanted));
    }
  });
});

describe('The botplatform preset', () => {
  const { catalogue, permissions, systemRoles } = product('botplatform');
  const ofProjects = permissions.filter(({ level }) => level === 'project');

  it('has no roles', () => expect(systemRoles).toEqual([]));

  it('has nothing of its own that is not about one project', () => {
    const own = catalogue.flatMap(({ key, actions }) => actions.map((action) => `${key}:${action.key}`));
    expect(ofProjects.map(({ key }) => key).filter((key) => !key.startsWith('project'))).toEqual(own);
  });

  it("keeps a project's settings, its end and its owner to its owner", () => {
    expect(ofProjects.filter(({ grantable }) => !grantable).map(({ key }) => key)).toEqual([
      'project:edit-settings',
      'project:delete',
      'project:transfer',
    ]);
  });
});

describe('The jaicp preset', () => {
  const { systemRoles, grants, grantable, permissions } = product('jaicp');

  it('has the eleven roles, after the administrator', () => {
    expect(systemRoles.map(({ slug }) => slug)).toEqual(['administrator', ...JAICP_ROLES]);
  });

  it.each(JAICP_ROLES)('gives %s what its column of the table says, and nothing else', (role) => {
    const column = JAICP_MATRIX.filter(({ roles }) => roles.has(role)).map(({ permission }) => permission);
    expect(Object.keys(grants(role)).toSorted()).toEqual(column.toSorted());
  });

  it('gives the administrator every key', () => {
    expect(Object.keys(grants('administrator')).toSorted()).toEqual(grantable.toSorted());
  });

  it('knows every key of the table, and has none of its own besides', () => {
    const keys = JAICP_MATRIX.map(({ permission }) => permission);
    expect(keys.filter((key) => !permissions.some((permission) => permission.key === key))).toEqual([]);
    const own = product('jaicp').catalogue.flatMap(({ key, actions }) =>
      actions.map((action) => `${key}:${action.key}`),
    );
    expect(own.filter((key) => !keys.includes(key))).toEqual([]);
  });

  it.each(['broadcast-control:run', 'rawlogs:download'])('lets %s imply no view of anything', (key) => {
    const { index, base } = permissions.find((permission) => permission.key === key)!;
    expect(base).toBe(index);
  });
});
