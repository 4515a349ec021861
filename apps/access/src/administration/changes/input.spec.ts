import { describe, expect, it } from '@jest/globals';
import { EditRole, PreviewChange, SetMemberRoles, TransferOwnership } from '@roster/contracts';
import { validate } from '@roster/service-kit';

const ID = '0190a000-0000-7000-8000-00000000000a';
const invalid = expect.objectContaining({ code: 'request.invalid' });

describe('The input of a change', () => {
  it.each([[[null]], [[{ kind: 'role.delete', roleId: ID }]], [null], ['role.delete'], [{ kind: 'toString' }], [{}]])(
    'is not %j',
    (change) => {
      expect(() => validate(PreviewChange, { change })).toThrow(invalid);
    },
  );

  it('names the same id in one way only', () => {
    const memberId = ID.toUpperCase();
    expect(validate(TransferOwnership, { memberId })).toEqual({ memberId: ID });
    expect(validate(SetMemberRoles, { memberId, roleIds: [memberId] })).toEqual({ memberId: ID, roleIds: [ID] });
    expect(() => validate(SetMemberRoles, { memberId, roleIds: [ID, memberId] })).toThrow(invalid);
    const change = { kind: 'role.delete', roleId: memberId };
    expect(validate(PreviewChange, { change })).toEqual({ change: { kind: 'role.delete', roleId: ID } });
  });

  it('leaves out what it does not change, and does not name it as null', () => {
    expect(() => validate(EditRole, { roleId: ID, name: null })).toThrow(invalid);
    expect(validate(EditRole, { roleId: ID, icon: null })).toEqual({ roleId: ID, icon: null });
  });
});
