import type { FastifyReply, FastifyRequest } from 'fastify';
import { isSecure, type GatewayConfig } from '../../config.js';

/** How a device shows that somebody has signed in on it before: programs by this header, pages of ours by a cookie. */
const DEVICE_HEADER = 'roster-device';

/** The longest that browsers keep a cookie (RFC 6265bis), in seconds; each sign-in begins it anew. */
const TERM = 400 * 86_400;

/** 32 random bytes in base64url. */
const SECRET = /^[\w-]{43}$/;

/** Bound to the host where https allows it, as the session's. */
export const deviceCookieName = (config: GatewayConfig): string =>
  isSecure(config) ? '__Host-roster_device' : 'roster_device';

/** The device's secret, the header first. What is none counts as none: it opens no door, and so is no error. */
export function readDevice(
  { headers, cookies }: Pick<FastifyRequest, 'headers' | 'cookies'>,
  cookieName: string,
): string | undefined {
  const secret = headers[DEVICE_HEADER] ?? cookies[cookieName];
  return typeof secret === 'string' && SECRET.test(secret) ? secret : undefined;
}

/** Has the browser keep the secret: a new one, or longer the one by which it is known already. */
export function keepDevice(reply: FastifyReply, secret: string, config: GatewayConfig): void {
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(config) } as const;
  void reply.setCookie(deviceCookieName(config), secret, { ...attributes, maxAge: TERM });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The secret of the device that it comes from, unchecked. */
    device: string | undefined;
  }
}
