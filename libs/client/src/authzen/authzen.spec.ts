import { describe, expect, it } from '@jest/globals';
import { Catalogue } from '@roster/permissions';
import { namesIn, authzenQuestion, subjectOf, type Evaluation } from './authzen.js';
import { readEvaluation } from './evaluations.js';
import { lowerCase } from './names.js';

const memberNamed = (name: string) => ({ ada: 'ada', 'ada@example.com': 'ada' })[lowerCase(name)];

const catalogue = new Catalogue({
  hash: 'test',
  features: [
    { key: 'contacts', label: 'Contacts', actions: [{ key: 'view', label: 'View', kind: 'scoped' }] },
    {
      key: 'files',
      label: 'Files',
      ownerProperty: 'ownerID',
      actions: [{ key: 'view', label: 'View', kind: 'scoped' }],
    },
  ],
});

const evaluation = (overrides: Partial<Evaluation> = {}): Evaluation => ({
  subject: { type: 'member', id: 'ada' },
  resource: { type: 'contacts', id: '7' },
  action: { name: 'edit' },
  ...overrides,
});

describe('The subject', () => {
  it.each([
    [{ type: 'member', id: 'ada' }, 'ada'],
    [{ type: 'user', id: 'Ada@Example.com' }, 'ada'],
    [{ type: 'user', id: 'stranger' }, undefined],
    [{ type: 'robot', id: 'ada' }, undefined],
  ])('%j stands for %s', (subject, memberId) => {
    expect(subjectOf(subject, memberNamed)).toBe(memberId);
  });

  it('is not found by letters that only look like those of the address', () => {
    expect(lowerCase('\u212Aate@EXAMPLE.com')).toBe('\u212Aate@example.com');
  });
});

describe('The question', () => {
  const ask = (resource: Evaluation['resource'], action: Evaluation['action'] = { name: 'view' }) =>
    authzenQuestion(catalogue, 'ada', { resource, action }, memberNamed);

  it('is the feature and the action joined, about the record', () => {
    expect(ask(evaluation().resource)).toEqual({
      memberId: 'ada',
      permission: 'contacts:view',
      record: { type: 'contacts', id: '7' },
    });
  });

  it.each([
    ['ada@example.com', 'ada'],
    ['stranger', 'stranger'],
    [null, null],
    [7, ''],
  ])('reads the owner %j as %j', (ownerId, owner) => {
    const resource = { type: 'contacts', id: '7', properties: { ownerId, projectId: 'Apollo' } };
    expect(ask(resource)).toMatchObject({ projectId: 'apollo', record: { ownerId: owner } });
  });

  it('takes the owner from the property that its feature declares, and from no other feature’s', () => {
    const properties = { ownerID: 'ada@example.com' };
    expect(ask({ type: 'files', id: '7', properties }).record).toMatchObject({ ownerId: 'ada' });
    expect(ask({ type: 'contacts', id: '7', properties }).record).not.toHaveProperty('ownerId');
    const named = namesIn(catalogue, evaluation({ resource: { type: 'files', id: '7', properties } }));
    expect(named).toEqual(['ada', 'ada@example.com']);
  });

  it('passes on the properties that variants may depend on', () => {
    const resource = { type: 'files', id: '7', properties: { status: 'archived' } };
    expect(ask(resource, { name: 'view', properties: { soft: true } })).toMatchObject({
      record: { properties: { status: 'archived' } },
      actionProperties: { soft: true },
    });
  });
});

describe('An evaluation of a batch', () => {
  const defaults = {
    subject: { type: 'user', id: 'ada', properties: { role: 'admin' } },
    action: { name: 'edit', properties: { soft: true } },
    resource: { type: 'contacts', id: '1', properties: { status: 'archived' } },
  };

  it('is the defaults where it says nothing', () => {
    expect(readEvaluation({}, defaults)).toEqual(defaults);
    expect(readEvaluation({ context: { ip: '::1' }, foo: 1 }, defaults)).toEqual(defaults);
  });

  it('replaces whole entities, except for a type or an id that it leaves out', () => {
    const item = { subject: { id: 'bob' }, resource: { type: 'deals' }, action: { name: 'view' } };
    expect(readEvaluation(item, defaults)).toEqual({
      subject: { type: 'user', id: 'bob' },
      resource: { type: 'deals', id: '1' },
      action: { name: 'view' },
    });
  });

  it.each([
    [null, 'The evaluation must be an object'],
    [[], 'The evaluation must be an object'],
    [{ subject: 'ada' }, 'subject must be an object'],
    [{ subject: { id: 7 } }, 'subject.id must be a text'],
    [{ resource: { id: '' } }, 'resource.id must be a text'],
    [{ resource: { type: 'x'.repeat(321) } }, 'resource.type must be a text'],
    [{ resource: { properties: [] } }, 'resource.properties must be an object'],
    [{ action: {} }, 'action.name must be a text'],
    [{ action: { name: 'edit', properties: 1 } }, 'action.properties must be an object'],
  ])('%j cannot be read: %s', (item, problem) => {
    expect(readEvaluation(item, defaults)).toEqual({ problem });
  });

  it('cannot be read where neither it nor the defaults say enough', () => {
    expect(readEvaluation({}, {})).toEqual({ problem: 'subject.type must be a text' });
    const { resource: _, ...rest } = defaults;
    expect(readEvaluation({}, rest)).toEqual({ problem: 'resource.type must be a text' });
  });
});
