import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadPresets, parsePreset, PresetError, PresetSet } from './index.js';

const presets = loadPresets('');
const ortto = presets.get('ortto');
const catalogue = presets.catalogue('ortto');
const text = readFileSync(new URL('./ortto.json', import.meta.url), 'utf8');

const PRODUCT =
  'billing settings campaigns dashboards reports capture people organizations audiences tags activities dataSources talk'.split(
    ' ',
  );
const granted = (slug: string) =>
  Object.keys(ortto?.systemRoles.find((role) => role.slug === slug)?.grants ?? {}).toSorted();
const keys = (verbsOf: (feature: string) => readonly string[]) =>
  PRODUCT.flatMap((feature) => verbsOf(feature).map((verb) => `${feature}:${verb}`));
const limited = (feature: string) => feature === 'billing' || feature === 'settings';

describe('The ortto preset', () => {
  const self = ['self:view', 'self:edit'];

  it('has the verbs of every feature, and three more for campaigns', () => {
    const verbs = ['view', 'create', 'edit', 'archive', 'delete', 'export'];
    const wanted = keys((feature) => (feature === 'campaigns' ? [...verbs, 'publish', 'turnOn', 'send'] : verbs));
    expect(wanted.filter((key) => catalogue?.find(key)?.kind !== 'toggle')).toEqual([]);
  });

  it('has four roles, in the order of the table', () => {
    expect(ortto?.systemRoles.map(({ name }) => name)).toEqual(['Admin', 'Editor', 'Contributor', 'Read only']);
  });

  it('gives Admin everything that can be granted', () => {
    const all = catalogue?.permissions.filter(({ grantable }) => grantable).map(({ key }) => key);
    expect(granted('admin')).toEqual(all?.toSorted());
  });

  it('gives Editor everything of the product but exports, billing and settings to view', () => {
    const full = ['view', 'create', 'edit', 'archive', 'delete'];
    const verbs = (feature: string) =>
      limited(feature) ? ['view'] : feature === 'campaigns' ? [...full, 'publish', 'turnOn', 'send'] : full;
    expect(granted('editor')).toEqual([...keys(verbs), ...self].toSorted());
  });

  it('gives Contributor view, create, edit and archive, billing and settings to view', () => {
    const wanted = keys((feature) => (limited(feature) ? ['view'] : ['view', 'create', 'edit', 'archive']));
    expect(granted('contributor')).toEqual([...wanted, ...self].toSorted());
  });

  it('gives Read only the view of everything', () => {
    expect(granted('read-only')).toEqual([...keys(() => ['view']), ...self].toSorted());
  });
});

const firstProblem = (file: string, broken: string) => {
  try {
    parsePreset(file, broken);
    return undefined;
  } catch (error) {
    if (!(error instanceof PresetError)) throw error;
    return error.message.split('\n')[0];
  }
};
const problemOf = (before: string, after: string) => firstProblem('ortto.json', text.replace(before, after));
const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

describe('A broken preset is refused with its line and the reason', () => {
  it.each([
    ['a comma too many', '"bulk": true', '"bulk": true,,', 'Not JSON: property name expected'],
    [
      'an unknown property',
      '"bulk": true',
      '"bulk": true, "wholesale": true',
      'provisioning has an unknown property "wholesale"',
    ],
    ['a value that is none', '"single"', '"many"', 'roleCardinality must be one of ["single","multi","none"]'],
    [
      'a grant that is neither yes nor scopes',
      '"talk:view": true',
      '"talk:view": 1',
      'agentGrants.talk:view must be true',
    ],
    [
      'a price where no seat is sold',
      '"overage": "block"',
      '"overage": "block", "unitPrice": 1',
      'seatPools.users.unitPrice has no place here',
    ],
    [
      'a grant that the catalogue lacks',
      '"talk:edit": true',
      '"talk:shout": true',
      '"talk:shout" is not in the catalogue',
    ],
    [
      'a grant that only owners have',
      '"talk:edit": true',
      '"account:transfer": true',
      '"account:transfer" cannot be granted: only the owner has it',
    ],
    ['scopes for a toggle', '"talk:edit": true', '"talk:edit": ["own"]', '"talk:edit" is a toggle: its value is true'],
    [
      'a permission of the platform, redefined',
      '"key": "create", "label": "Create settings"',
      '"key": "view", "label": "View"',
      '"settings:view" is a permission of the platform: a preset may add to it, never redefine it',
    ],
    [
      'an owner role that is not there',
      '"ensureRole": "admin"',
      '"ensureRole": "boss"',
      'There is no system role "boss"',
    ],
    ['a price that is no whole number of cents', '"price": 4900', '"price": 49.5', 'plans.1.price must be integer'],
    ['a plan that is defined twice', '"id": "team"', '"id": "free"', 'The plan "free" is defined twice'],
    [
      'seats of a pool that is not there',
      '"included": { "users": 10 }',
      '"included": { "cars": 10 }',
      'The plan "team" includes seats of the pool "cars", which is not in seatPools',
    ],
    [
      'a second currency',
      '"currency": "USD"',
      '"currency": "EUR"',
      'A product has one currency: USD or EUR, but not both',
    ],
    ['a default plan that is not there', '"defaultPlan": "free"', '"defaultPlan": "gold"', 'There is no plan "gold"'],
    ["another name than the file's", '"name": "ortto"', '"name": "other"', 'The name must be the file\'s: "ortto"'],
  ])('%s', (_, before, after, reason) => {
    expect(problemOf(before, after)).toBe(`ortto.json:${lineOf(before)}: ${reason}`);
  });

  it.each([
    ['is closed', '"closed": true'],
    ['is not public', '"public": false'],
  ])('a default plan that %s', (_, flag) => {
    expect(problemOf('"id": "free",', `"id": "free", ${flag},`)).toMatch(/"free" cannot be chosen/);
  });

  it('a role that does not write down what it implies', () => {
    expect(problemOf('"members:view": true,', '')).toMatch(/"members:invite" but not "members:view"/);
  });
});

/** The example of a product of one's own has what the shipped ones do not need. */
describe('A broken example is refused with its line and the reason', () => {
  const example = readFileSync(new URL('../../../../test/presets/certification.json', import.meta.url), 'utf8');
  const when = '"when": { "resource.status": "archived" }';

  it('is whole as it stands', () => expect(firstProblem('certification.json', example)).toBeUndefined());

  it.each([
    [
      'a variant that is no action of the feature',
      '"is": "write-archived"',
      '"is": "write-old"',
      /There is no action "write-old"/,
    ],
    [
      'a variant by two properties',
      when,
      '"when": { "resource.status": "archived", "action.soft": true }',
      /when must NOT have more than 1 properties/,
    ],
    ['a variant by no property', when, '"when": {}', /when must NOT have fewer than 1 properties/],
    [
      "a variant by the subject's property",
      when,
      '"when": { "subject.role": "admin" }',
      /when names "subject.role", which must match pattern/,
    ],
    [
      'a variant by something that is no value',
      when,
      '"when": { "resource.status": ["archived"] }',
      /resource\.status must be string,number,boolean/,
    ],
    [
      'an owner that is no property',
      '"ownerProperty": "ownerID"',
      '"ownerProperty": "the owner"',
      /ownerProperty must match pattern/,
    ],
    [
      'a role that does not write down to which records it implies',
      '"record:read": ["all"],\n        "record:write": ["own"]',
      '"record:read": ["own", "team"],\n        "record:write": ["own", "sameRole"]',
      /"record:write" but not "record:read" to the same records, which it implies: write it down/,
    ],
  ])('%s', (_, before, after, reason) => {
    expect(example).toContain(before);
    const problem = firstProblem('certification.json', example.replace(before, after)) ?? '';
    expect(problem).toMatch(reason);
    const [, line] = /^certification\.json:(\d+): /.exec(problem) ?? [];
    const [first = 0, lines] = [example.slice(0, example.indexOf(before)).split('\n').length, after.split('\n').length];
    expect(Number(line)).toBeGreaterThanOrEqual(first);
    expect(Number(line)).toBeLessThan(first + lines);
  });
});

describe("A deployment's own presets", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'roster-presets-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('stand beside those that are shipped, and change the hash', () => {
    writeFileSync(join(folder, 'mine.json'), text.replace('"name": "ortto"', '"name": "mine"'));
    const more = loadPresets(folder);
    expect(more.names).toEqual(['mine', ...presets.names].toSorted());
    expect(more.get('mine')?.systemRoles).toEqual(ortto?.systemRoles);
    expect(more.hash).not.toBe(presets.hash);
    expect(loadPresets('').hash).toBe(presets.hash);
  });

  it('cannot take the place of one that is shipped', () => {
    writeFileSync(join(folder, 'ortto.json'), text);
    expect(() => loadPresets(folder)).toThrow('There is a preset "ortto" already');
  });

  it('have a hash of their content, not of their layout', () => {
    const backwards = Object.fromEntries(Object.entries(JSON.parse(text) as object).toReversed());
    const preset = parsePreset('ortto.json', JSON.stringify(backwards));
    const { hash } = new PresetSet([parsePreset('ortto.json', text)]);
    expect(new PresetSet([preset]).hash).toBe(hash);
    expect(new PresetSet([{ ...preset, roleTree: true }]).hash).not.toBe(hash);
  });

  it('are asked for in a folder that is there', () => {
    expect(() => loadPresets(join(folder, 'nowhere'))).toThrow(/ROSTER_PRESETS_DIR/);
  });
});
