import { IncomingMessage, ServerResponse, type OutgoingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import helmet, { type HelmetOptions } from 'helmet';

const policy = {
  'default-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

/** The policy as a header's text, with other sources for some directives: for a page that needs more than all answers. */
export const contentPolicy = (directives: Record<string, string[]>): string =>
  Object.entries({ ...policy, ...directives })
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join(';');

/** Swagger UI has its styles and icons inside its HTML; its scripts are files. */
const docsPolicy = { ...policy, 'style-src': ["'self'", "'unsafe-inline'"], 'img-src': ["'self'", 'data:'] };

const protections = (options: { secure: boolean; docs: boolean }): HelmetOptions => ({
  contentSecurityPolicy: { useDefaults: false, directives: options.docs ? docsPolicy : policy },
  strictTransportSecurity: options.secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  referrerPolicy: { policy: 'no-referrer' },
  frameguard: { action: 'deny' },
});

/**
 * Security headers for every response (S56, S57); `docs` for the pages of Swagger UI. They are the same each time,
 * so they are made once: making them costs more than answering a check.
 */
export function securityHeaders(options: { secure: boolean; docs: boolean }): OutgoingHttpHeaders {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmet(protections(options))(request, response, () => undefined);
  return { ...response.getHeaders() };
}
