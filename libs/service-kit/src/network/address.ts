import ipaddr from 'ipaddr.js';

/** The prefix of an IPv6 network. A host chooses its changing addresses within it (RFC 4291, RFC 8981). */
const HOST_PREFIX = 64;

/** `[2001:db8::7]:443`, `[2001:db8::7]`: RFC 3986 wants the brackets around an IPv6 address before a port. */
const BRACKETED = /^\[([^[\]]+)\](?::\d{1,5})?$/;
const IPV4_WITH_PORT = /^([\d.]+):\d{1,5}$/;
/** `fe80::1%eth0` (RFC 4007): a zone has a meaning only on its own host. */
const ZONE = /%[\w.~-]+$/;

/**
 * The address that a text names, in its one spelling: IPv4 also where it is mapped into IPv6, IPv6 as RFC 5952 has it.
 * A port and a zone are left out: proxies and Node write both. Undefined for everything else: octal, hexadecimal and
 * short forms of IPv4 mean different hosts to different programs (S58).
 */
export function readAddress(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? '';
  const bare = BRACKETED.exec(trimmed)?.[1] ?? IPV4_WITH_PORT.exec(trimmed)?.[1] ?? trimmed;
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return trimmed.startsWith('[') ? undefined : bare;
  const address = bare.replace(ZONE, '');
  if (!ipaddr.IPv6.isValid(address) || address.includes('%')) return undefined;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.isIPv4MappedAddress() ? parsed.toIPv4Address().toString() : parsed.toRFC5952String();
}

/**
 * The network that an address belongs to, in one spelling: an IPv4 address itself, and the /64 of an IPv6 address.
 * Undefined for what is no address.
 */
export function networkOf(text: string | undefined): string | undefined {
  const address = readAddress(text);
  if (address === undefined || !address.includes(':')) return address;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/${HOST_PREFIX}`).toRFC5952String()}/${HOST_PREFIX}`;
}
