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

/** The header by which our own pages show that no form on a foreign site sent the request. */
export const isOurPage = (requestedWith: string | undefined): boolean => requestedWith === 'roster';

/**
 * Whether a foreign site may have sent a write. Browsers send a cookie whichever page asks, so a write that relies on one
 * needs the header that a foreign page cannot set, and no foreign origin. The header without a cookie asks for one
 * (sign-in), so it must come from our own origin too.
 */
export function isCrossSite(request: Provenance, ownOrigin: string): boolean {
  if (READS.has(request.method)) return false;
  const borneByCookie = request.hasSessionCookie && request.authorization === undefined;
  const ofOurPage = isOurPage(request.requestedWith);
  if (borneByCookie && !ofOurPage) return true;
  return (borneByCookie || ofOurPage) && request.origin !== undefined && request.origin !== ownOrigin;
}
