import { IsString, ValidateBy, type ValidationArguments } from 'class-validator';

const IsPasswordCost = () =>
  ValidateBy(
    {
      name: 'isPasswordCost',
      validator: {
        validate: (cost, args?: ValidationArguments) => {
          const { NODE_ENV } = (args?.object ?? {}) as Partial<PasswordsConfig>;
          return cost === 'recommended' || (cost === 'low' && NODE_ENV === 'test');
        },
      },
    },
    { message: 'must be recommended; low is for tests, where NODE_ENV is test' },
  );

/** What a password hash costs. */
export class PasswordsConfig {
  /** Node's own setting. Only `test` allows `low` for {@link PASSWORD_COST}. */
  @IsString()
  NODE_ENV = 'production';

  /** The cost of a password hash: `recommended`, or `low`, which tests use and which protects nothing. */
  @IsPasswordCost()
  PASSWORD_COST: 'recommended' | 'low' = 'recommended';
}
