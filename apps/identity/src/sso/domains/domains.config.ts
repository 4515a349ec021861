import { IsString } from 'class-validator';

/** Where domain records are looked up. */
export class DomainsConfig {
  /** Name servers that are asked for domain records, such as `192.0.2.53,192.0.2.54:5353`. Default: the system's. */
  @IsString()
  DNS_SERVERS = '';
}
