import { AccountEntity } from './accounts/account.entity.js';
import { MemberRoleEntity } from './assignments/member-role.entity.js';
import { ExceptionEntity } from './exceptions/exception.entity.js';
import { MemberEntity } from './members/member.entity.js';
import { ProjectMemberEntity } from './projects/project-member.entity.js';
import { ProjectEntity } from './projects/project.entity.js';
import { RecordEntity } from './records/record.entity.js';
import { RoleEntity } from './roles/role.entity.js';
import { TeamEntity } from './teams/team.entity.js';
import { TeamMemberEntity } from './teams/team-member.entity.js';

export const entities = [
  AccountEntity,
  ExceptionEntity,
  MemberEntity,
  MemberRoleEntity,
  ProjectEntity,
  ProjectMemberEntity,
  RecordEntity,
  RoleEntity,
  TeamEntity,
  TeamMemberEntity,
];
