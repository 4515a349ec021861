import { describe, expect, it } from '@jest/globals';
import type { AuthzenEvaluation } from '@roster/contracts';
import { lowerCase } from '../snapshots/account-snapshot.js';
import { authzenQuestion, subjectOf } from './authzen.js';

const names = { memberIdOf: (name: string) => ({ ada: 'ada', 'ada@example.com': 'ada' })[lowerCase(name)] };

const evaluation = (overrides: Partial<AuthzenEvaluation> = {}): AuthzenEvaluation => ({
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
    expect(subjectOf(names, evaluation({ subject }))).toBe(memberId);
  });

  it('is not found by letters that only look like the address', () => {
    expect(lowerCase('\u212Aate@EXAMPLE.com')).toBe('\u212Aate@example.com');
  });
});

describe('The question', () => {
  it('is the feature and the action joined, about the record', () => {
    expect(authzenQuestion(names, 'ada', evaluation())).toEqual({
      memberId: 'ada',
      permission: 'contacts:edit',
      record: { type: 'contacts', id: '7' },
    });
  });

  it.each([
    ['ada@example.com', 'ada'],
    ['stranger', 'stranger'],
    [null, null],
    [7, ''],
  ])('takes the owner %j as %j', (ownerId, owner) => {
    const resource = { type: 'contacts', id: '7', properties: { ownerId, projectId: 'Apollo' } };
    expect(authzenQuestion(names, 'ada', evaluation({ resource }))).toMatchObject({
      projectId: 'apollo',
      record: { ownerId: owner },
    });
  });
});
