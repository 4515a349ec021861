import { BlockList, isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { readAddress } from './address.js';

/** No leading zeros: `/08` is eight to one program and an octal number to another. */
const LENGTH = /^(?:0|[1-9]\d{0,2})$/;
/** The bits of IPv6 before an IPv4 address that is mapped into it. */
const MAPPED = 96;

/** A network as CIDR in its one spelling, or what is wrong with the text, for people. */
type ReadNetwork = { readonly network: string } | { readonly problem: string };

const NO_NETWORK: ReadNetwork = { problem: 'must be a network such as 203.0.113.0/24' };

/**
 * Reads a network in CIDR (RFC 4632); a single address becomes a network of its own. Whoever typed bits of a host may
 * have meant the host or its network, which are very different, so that is a problem that names both.
 */
export function readNetwork(text: string): ReadNetwork {
  const [typed = '', length, ...rest] = text.trim().split('/');
  const address = isIP(typed) === 0 || typed.includes('%') ? undefined : readAddress(typed);
  if (address === undefined || rest.length > 0) return NO_NETWORK;
  const longest = isIP(address) === 4 ? 32 : 128;
  if (length === undefined) return { network: `${address}/${longest}` };
  const bits = LENGTH.test(length) ? Number(length) - (isIP(typed) === isIP(address) ? 0 : MAPPED) : NaN;
  if (!(bits >= 0 && bits <= longest)) return NO_NETWORK;
  const network = `${firstOf(address, bits)}/${bits}`;
  if (network === `${address}/${bits}`) return { network };
  return { problem: `has bits beyond its length: it is the network ${network} or the address ${address}/${longest}` };
}

const firstOf = (address: string, bits: number): string =>
  isIP(address) === 4
    ? ipaddr.IPv4.networkAddressFromCIDR(`${address}/${bits}`).toString()
    : ipaddr.IPv6.networkAddressFromCIDR(`${address}/${bits}`).toRFC5952String();

/** Whether an address is in one of the networks, given as CIDR. What is no address is in none. */
export function isWithin(networks: readonly string[], text: string): boolean {
  const address = readAddress(text);
  if (address === undefined) return false;
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', length] = network.split('/');
    list.addSubnet(base, Number(length), isIP(base) === 6 ? 'ipv6' : 'ipv4');
  }
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
