import { AccountEntity } from './accounts/account.entity.js';
import { MemberRoleEntity } from './assignments/member-role.entity.js';
import { MemberEntity } from './members/member.entity.js';
import { RoleEntity } from './roles/role.entity.js';

export const entities = [AccountEntity, MemberEntity, MemberRoleEntity, RoleEntity];
