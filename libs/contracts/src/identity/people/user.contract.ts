import { IsName } from '../../core/name.js';

export const LONGEST_PERSON_NAME = 80;

/** A first or last name: at most 80 characters. */
export const IsPersonName = () => IsName(LONGEST_PERSON_NAME);

export class User {
  id!: string;
  email!: string;
  firstName!: string;
  lastName!: string;
}
