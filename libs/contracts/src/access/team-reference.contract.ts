/** A team, as other things refer to it. */
export class TeamReference {
  id!: string;
  name!: string;
}
