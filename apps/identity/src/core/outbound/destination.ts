import ipaddr from 'ipaddr.js';

/** The only range of public hosts. All other ranges are private, local, reserved, or a way around this check. */
const PUBLIC = 'unicast';

/**
 * Whether an address is on the public internet. Loopback, private, link-local, carrier-grade NAT, multicast and
 * reserved addresses are not, nor are these inside an IPv6 address (mapped, translated, 6to4, Teredo): S65.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === PUBLIC;
}

/** Without brackets: `[::1]` and `::1` are one host. */
const bare = (host: string): string => host.toLowerCase().replace(/^\[|\]$/g, '');

/** The hosts that the configuration allows to be private and without https. */
export const readHosts = (list: string): ReadonlySet<string> =>
  new Set(
    list
      .split(',')
      .map((host) => bare(host.trim()))
      .filter((host) => host !== ''),
  );

export const isNamed = ({ hostname }: URL, named: ReadonlySet<string>): boolean => named.has(bare(hostname));

/**
 * Says in words why requests may not go to a URL; undefined if they may. The name must still resolve to public
 * addresses only, which is checked when the connection is made.
 */
export function problemWith(url: URL, named: ReadonlySet<string>): string | undefined {
  if (url.username !== '' || url.password !== '') return 'it has a login in it';
  if (isNamed(url, named) && (url.protocol === 'https:' || url.protocol === 'http:')) return undefined;
  if (url.protocol !== 'https:') return 'it is not https';
  const host = bare(url.hostname);
  if (ipaddr.isValid(host) && !isPublicAddress(host)) return 'its address is not a public one';
  return undefined;
}
