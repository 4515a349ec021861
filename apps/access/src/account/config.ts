import { ServiceConfig } from '@roster/service-kit';
import { Type } from 'class-transformer';
import { IsInt, IsString, Min } from 'class-validator';

export class AccessConfig extends ServiceConfig {
  /** What access signs its changes and beats with: Ed25519, PKCS #8, base64 of DER. Nobody else may have it. */
  @IsString()
  ACCESS_SIGNING_KEY!: string;

  /**
   * Members whose compiled rights this process keeps in memory, over all accounts; the accounts that were not asked
   * about for the longest time go first. Roughly 1 KB each.
   */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  SNAPSHOT_CACHE_MEMBERS = 200_000;

  /** Owners that a filter lists at most: beyond that it names them by roles, teams and managers only. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  FILTER_OWNERS = 2_000;
}
