import { ProcessConfig, Whole } from '@roster/service-kit';
import { Type } from 'class-transformer';
import { IsIn, IsNumber, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';

/** What the gateway reads from its environment. */
export class GatewayConfig extends ProcessConfig {
  /** Verifies what access says of its accounts; several keys are separated by commas. */
  @IsString()
  ACCESS_PUBLIC_KEY!: string;

  /** The HTTP port; 0 takes a free one. */
  @Whole(0, 65_535)
  PORT = 3000;

  /** The address that the port binds to: loopback unless said; `0.0.0.0` in a container. */
  @IsString()
  HOST = '127.0.0.1';

  /** How browsers reach this gateway; `http://localhost:<PORT>` unless said. With https, cookies and HSTS follow. */
  @IsOptional()
  @IsUrl(
    { protocols: ['http', 'https'], require_tld: false, require_protocol: true },
    { message: 'must be a URL such as https://roster.example.com' },
  )
  PUBLIC_URL?: string;

  /** Whether `/docs` and `/openapi.json` are served. */
  @IsIn(['true', 'false'])
  DOCS = 'false';

  /** The largest request body, in bytes: the bus takes no message of more than 1 MB, and ids and queries join the body. */
  @Whole(1_024, 512 * 1_024)
  BODY_LIMIT = 256 * 1_024;

  /** Seconds for which a stopping gateway still answers, so that load balancers and clients can leave first. */
  @Type(() => Number)
  @IsNumber()
  @Min(0)
  @Max(300)
  DRAIN_SECONDS = 2;

  /** The number of our own proxies in front: as many entries of X-Forwarded-For are believed, and no other header. */
  @Whole(0, 10)
  TRUST_PROXY = 0;
}

/** Where browsers find this gateway, without a slash at the end. */
export const publicUrl = ({ PUBLIC_URL, PORT }: GatewayConfig): string =>
  (PUBLIC_URL ?? `http://localhost:${PORT}`).replace(/\/+$/, '');

export const isSecure = (config: GatewayConfig): boolean => publicUrl(config).startsWith('https:');
