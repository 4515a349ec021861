/** What the rule needs to know of a request. */
export interface Provenance {
  method: string;
  /** The browser sent a session's cookie along. */
  hasSessionCookie: boolean;
  authorization: string | undefined;
  requestedWith: string | undefined;
  origin: string | undefined;
}

const READS = new Set(['GET', 'HEAD']);

/** The header by which a page of ours shows that no form of a stranger sent the request. */
export const isOurPage = (requestedWith: string | undefined): boolean => requestedWith === 'roster';

/**
 * Whether a stranger's page may stand behind a write. A cookie goes along whoever asks, so a write that rests on one
 * needs the header that a foreign page cannot set, and no foreign origin. The header alone asks for a cookie
 * (sign-in), so it is held to the same origin.
 */
export function isCrossSite(request: Provenance, ownOrigin: string): boolean {
  if (READS.has(request.method)) return false;
  const borneByCookie = request.hasSessionCookie && request.authorization === undefined;
  const ofOurPage = isOurPage(request.requestedWith);
  if (borneByCookie && !ofOurPage) return true;
  return (borneByCookie || ofOurPage) && request.origin !== undefined && request.origin !== ownOrigin;
}
