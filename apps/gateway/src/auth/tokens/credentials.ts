import { RosterError, sessionRequired } from '@roster/contracts';
import { hash } from 'node:crypto';
import { isSecure, type GatewayConfig } from '../../config.js';

/** A session's token as a request carries it. */
export interface Credentials {
  readonly tokenHash: string;
  readonly by: 'bearer' | 'cookie';
}

/** The prefix `__Host-` makes browsers refuse a cookie that another host or path has set; it needs https. */
export const sessionCookieName = (config: GatewayConfig): string =>
  isSecure(config) ? '__Host-roster_session' : 'roster_session';

const BEARER = /^Bearer +([\w.~+/-]{1,500}=*) *$/i;

/** A bearer token counts before a cookie. Throws `session.required` where the header says anything else. */
export function readCredentials(
  authorization: string | undefined,
  cookie: string | undefined,
): Credentials | undefined {
  if (authorization !== undefined) {
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined) throw new RosterError(sessionRequired, 'The header Authorization is not a bearer token');
    return { tokenHash: hashOf(token), by: 'bearer' };
  }
  return cookie ? { tokenHash: hashOf(cookie), by: 'cookie' } : undefined;
}

const hashOf = (token: string) => hash('sha256', token);
