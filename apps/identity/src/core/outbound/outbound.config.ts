import { IsString, Matches } from 'class-validator';

/** Which other hosts may be asked. */
export class OutboundConfig {
  /**
   * Hosts of identity providers and third parties that may be private, loopback or without https, separated by commas.
   * For development and tests; empty by default (S65).
   */
  @IsString()
  @Matches(/^(?:[\w.:[\]-]+(?:, *[\w.:[\]-]+)*)?$/, { message: 'must be hosts separated by commas' })
  PRIVATE_HOSTS = '';
}
