import { ValidateBy } from 'class-validator';
import { isSecretKey } from './token.js';

const IsSecretKey = () =>
  ValidateBy(
    { name: 'isSecretKey', validator: { validate: isSecretKey } },
    { message: 'must be at least 32 random bytes in base64, such as `openssl rand -base64 32` prints' },
  );

/** What protects tokens and secrets. */
export class TokensConfig {
  /**
   * The key that mailed tokens are derived from and stored secrets are sealed with. With another key, the links that are
   * out stop working, and so do authenticator apps, backup codes and connections to other systems.
   */
  @IsSecretKey()
  TOKEN_KEY!: string;
}
