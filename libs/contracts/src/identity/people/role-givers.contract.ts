import { ArrayMaxSize, IsArray } from 'class-validator';
import { IsId } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';

export class RoleGiversQuery {
  @IsId()
  accountId!: string;

  /** Members who were about to get roles. */
  @IsArray()
  @ArrayMaxSize(500)
  @IsId({ each: true })
  memberIds!: string[];
}

/** A connection to an identity provider, with the roles that it gives to newcomers. */
export class GivingConnection {
  id!: string;
  name!: string;
  roleIds!: string[];
}

export class RoleGivers {
  /** Those of the asked members whom identity has committed, and who are not deleted. */
  memberIds!: string[];
  connections!: GivingConnection[];
}

/** Who gives roles to people whom access does not know yet? Access asks before it deletes a role without a replacement. */
export const findRoleGivers = rpc({
  context: 'identity',
  noun: 'role',
  verb: 'find-givers',
  permission: { open: 'service' },
  input: RoleGiversQuery,
  output: RoleGivers,
  callers: ['access'],
});
