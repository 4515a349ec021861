import { ServiceConfig } from '@roster/service-kit';
import { Type } from 'class-transformer';
import { IsInt, IsString, Min } from 'class-validator';

export class AccessConfig extends ServiceConfig {
  /**
   * The key with which access signs its changes and heartbeats: Ed25519, as base64 of PKCS #8 in DER. Only access may
   * have it.
   */
  @IsString()
  ACCESS_SIGNING_KEY!: string;

  /**
   * How many members this process keeps compiled in memory, over all accounts. The accounts that were not asked about
   * for longest are dropped first. A member takes roughly 1 KB.
   */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  SNAPSHOT_CACHE_MEMBERS = 200_000;

  /**
   * The maximum number of owners that a filter lists. Beyond it, a filter names them by roles, teams and managers only.
   */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  FILTER_OWNERS = 2_000;
}
