import type { IncomingHttpHeaders } from 'node:http';

const CHARSET = /;\s*charset\s*=\s*("[^"]*"|[^;]*)/gi;
const UTF_8 = /^"?utf-?8"?$/i;

/**
 * Whether the headers declare a body that is read here: in UTF-8, the only encoding of JSON (RFC 8259), and not
 * compressed. A body in another one would be read as something that its sender did not write.
 */
export function isReadable(headers: IncomingHttpHeaders): boolean {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = headers;
  const charsets = [...type.matchAll(CHARSET)].map(([, charset = '']) => charset.trim());
  return encoding.trim().toLowerCase() === 'identity' && charsets.every((charset) => UTF_8.test(charset));
}
