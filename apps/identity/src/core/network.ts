import ipaddr from 'ipaddr.js';

/** What a host on IPv6 has to choose its changing addresses from (RFC 4291, RFC 8981). */
const HOST_PREFIX = 64;

/**
 * The place that an address stands for, in one spelling: an IPv4 address itself, also where it comes dressed as IPv6, and
 * the /64 of an IPv6 address. Nothing for what is no address in its plain form: octal, hexadecimal and short forms of IPv4
 * mean different hosts to different programs (S58).
 */
export function networkOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return address;
  // A zone (`fe80::1%eth0`) means something on its own host only.
  if (!ipaddr.IPv6.isValid(address) || address.includes('%')) return undefined;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${HOST_PREFIX}`).toRFC5952String()}/${HOST_PREFIX}`;
}
