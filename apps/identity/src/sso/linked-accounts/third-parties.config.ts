import { ValidateBy } from 'class-validator';
import { isThirdParties } from './third-parties.js';
import { PublicUrlConfig } from '../../core/public-url.config.js';

const IsThirdParties = () =>
  ValidateBy(
    { name: 'isThirdParties', validator: { validate: isThirdParties } },
    { message: 'must be a list of third parties in JSON, as the README has it' },
  );

/** Third parties, and where they send people back to. */
export class ThirdPartiesConfig extends PublicUrlConfig {
  /** Third parties whose accounts people may connect, as JSON (see the README). Empty by default. */
  @IsThirdParties()
  THIRD_PARTIES = '[]';
}
