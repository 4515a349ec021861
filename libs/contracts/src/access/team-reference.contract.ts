/** A team as others show it. */
export class TeamReference {
  id!: string;
  name!: string;
}
