import { errorKind } from '@roster/contracts';

/** Refusals that only HTTP knows; all others come from the services. */
export const crossSite = errorKind('request.cross-site', 403, 'This request does not come from our own pages');
export const mediaTypeUnsupported = errorKind(
  'request.unsupported-media-type',
  415,
  'Send JSON in UTF-8, not compressed',
);
export const requestTooLarge = errorKind('request.too-large', 413, 'The request is too large');
export const requestTimeout = errorKind('request.timeout', 408, 'The request took too long to arrive');
export const headersTooLarge = errorKind('request.headers-too-large', 431, 'The headers are too large');
export const methodNotAllowed = errorKind('request.method-not-allowed', 405, 'There is no such method here');
export const routeNotFound = errorKind('route.not-found', 404, 'There is nothing here');
