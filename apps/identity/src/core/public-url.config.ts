import { Transform } from 'class-transformer';
import { IsUrl } from 'class-validator';

/** Where people find the product. */
export class PublicUrlConfig {
  /** The public URL of the gateway. Passkeys are made for its host and work only from its origin. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.replace(/\/+$/, '') : value))
  @IsUrl(
    { protocols: ['http', 'https'], require_tld: false, require_protocol: true },
    { message: 'must be a URL such as https://roster.example' },
  )
  PUBLIC_URL!: string;
}
