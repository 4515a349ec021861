import type { FastifyReply, FastifyRequest } from 'fastify';
import { isSecure, type GatewayConfig } from '../../config.js';

/**
 * The header by which a program shows that somebody has signed in on its device before; our own pages have a cookie for
 * it.
 */
const DEVICE_HEADER = 'roster-device';

/** The longest that browsers keep a cookie (RFC 6265bis), in seconds; each sign-in starts it again. */
const TERM = 400 * 86_400;

/** 32 random bytes in base64url. */
const SECRET = /^[\w-]{43}$/;

/** Bound to the host where https allows it, like the session's cookie. */
export const deviceCookieName = (config: GatewayConfig): string =>
  isSecure(config) ? '__Host-roster_device' : 'roster_device';

/**
 * The device's secret, from the header before the cookie. A malformed one counts as none: it gives no access, so it is no
 * error.
 */
export function readDevice(
  { headers, cookies }: Pick<FastifyRequest, 'headers' | 'cookies'>,
  cookieName: string,
): string | undefined {
  const secret = headers[DEVICE_HEADER] ?? cookies[cookieName];
  return typeof secret === 'string' && SECRET.test(secret) ? secret : undefined;
}

/** Has the browser keep the secret, a new one or for longer the one that it has. */
export function keepDevice(reply: FastifyReply, secret: string, config: GatewayConfig): void {
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(config) } as const;
  void reply.setCookie(deviceCookieName(config), secret, { ...attributes, maxAge: TERM });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The secret of the device that sent the request, unchecked. */
    device: string | undefined;
  }
}
