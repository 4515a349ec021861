import ipaddr from 'ipaddr.js';

/** The prefix of an IPv6 network. A host chooses its changing addresses within it (RFC 4291, RFC 8981). */
const HOST_PREFIX = 64;

/**
 * The network that an address belongs to, in one spelling: an IPv4 address itself, also when it is mapped into IPv6,
 * and the /64 of an IPv6 address. Undefined for anything that is not a plain address: octal, hexadecimal and short
 * forms of IPv4 mean different hosts to different programs (S58).
 */
export function networkOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return address;
  // A zone (`fe80::1%eth0`) has a meaning only on its own host.
  if (!ipaddr.IPv6.isValid(address) || address.includes('%')) return undefined;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${HOST_PREFIX}`).toRFC5952String()}/${HOST_PREFIX}`;
}
