/** A role as others show it. */
export class RoleReference {
  id!: string;
  name!: string;
}
