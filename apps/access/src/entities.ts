import { AccountEntity } from './account/accounts/account.entity.js';
import { MemberRoleEntity } from './account/assignments/member-role.entity.js';
import { ExceptionEntity } from './account/exception.entity.js';
import { MemberEntity } from './account/members/member.entity.js';
import { ProjectMemberEntity } from './account/projects/project-member.entity.js';
import { ProjectEntity } from './account/projects/project.entity.js';
import { RecordEntity } from './account/record.entity.js';
import { RoleEntity } from './account/roles/role.entity.js';
import { TeamEntity } from './account/teams/team.entity.js';
import { TeamMemberEntity } from './account/teams/team-member.entity.js';

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
