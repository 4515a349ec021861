import { applyDecorators } from '@nestjs/common';
import { IsNotEmpty, IsString, Matches, MaxLength } from 'class-validator';

/** A first or last name: one line of text, at most 80 characters. */
export const IsPersonName = () =>
  applyDecorators(
    IsString(),
    IsNotEmpty(),
    MaxLength(80),
    Matches(/^[^\p{Cc}]*$/u, { message: '$property must be one line of text' }),
  );

export class User {
  id!: string;
  email!: string;
  firstName!: string;
  lastName!: string;
}
