/** A role, as other things refer to it. */
export class RoleReference {
  id!: string;
  name!: string;
}
