import ipaddr from 'ipaddr.js';

/** The only ranges that belong to somebody out there; everything else is private, local, reserved or a way around. */
const PUBLIC = 'unicast';

/**
 * Whether an address is one of the public internet: no loopback, private, link-local, carrier's, multicast or reserved
 * one, nor one of these inside an IPv6 address (mapped, translated, 6to4, Teredo): S65.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === PUBLIC;
}

/** `[::1]` and `::1` are one host. */
const bare = (host: string): string => host.toLowerCase().replace(/^\[|\]$/g, '');

/** The hosts of a configuration that may be private and without https. */
export const readHosts = (list: string): ReadonlySet<string> =>
  new Set(
    list
      .split(',')
      .map((host) => bare(host.trim()))
      .filter((host) => host !== ''),
  );

export const isNamed = ({ hostname }: URL, named: ReadonlySet<string>): boolean => named.has(bare(hostname));

/**
 * What is wrong with a URL as a place to send requests to, in words; nothing where it may be asked, provided that its
 * name leads to public addresses only.
 */
export function complaintAbout(url: URL, named: ReadonlySet<string>): string | undefined {
  if (url.username !== '' || url.password !== '') return 'it has a login in it';
  if (isNamed(url, named) && (url.protocol === 'https:' || url.protocol === 'http:')) return undefined;
  if (url.protocol !== 'https:') return 'it is not https';
  const host = bare(url.hostname);
  if (ipaddr.isValid(host) && !isPublicAddress(host)) return 'its address is not a public one';
  return undefined;
}
