import type { FastifyHelmetOptions } from '@fastify/helmet';

const policy = {
  'default-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

/** Swagger UI brings its styles and icons inside its HTML; its scripts are files, as everywhere. */
const docsPolicy = { ...policy, 'style-src': ["'self'", "'unsafe-inline'"], 'img-src': ["'self'", 'data:'] };

/** Security headers for every response (S56, S57); `docs` for the pages of Swagger UI. */
export const securityHeaders = (options: { secure: boolean; docs: boolean }): FastifyHelmetOptions => ({
  global: false,
  contentSecurityPolicy: { useDefaults: false, directives: options.docs ? docsPolicy : policy },
  strictTransportSecurity: options.secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  referrerPolicy: { policy: 'no-referrer' },
  frameguard: { action: 'deny' },
});
