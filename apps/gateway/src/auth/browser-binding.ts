import { hash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { BrowserBinding } from '@roster/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GatewayConfig, isSecure } from '../config.js';

/** Seconds that a person has at the provider before their answer is refused. */
const TERM = 10 * 60;

const SOUND = /^[\w-]{43}$/;

/**
 * Binds a sign-in at a provider to the browser in which it began, by a cookie. Without that, an attacker could have a
 * victim's browser finish the attacker's sign-in. Several sign-ins in one browser share the cookie, and each can be
 * finished.
 */
@Injectable()
export class BrowserBindings {
  private readonly name: string;
  private readonly secure: boolean;

  constructor(config: GatewayConfig) {
    this.secure = isSecure(config);
    this.name = this.secure ? '__Host-roster_sso' : 'roster_sso';
  }

  begin(request: FastifyRequest, reply: FastifyReply): BrowserBinding {
    const present = request.cookies[this.name];
    const secret = present !== undefined && SOUND.test(present) ? present : randomBytes(32).toString('base64url');
    const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: this.secure, maxAge: TERM } as const;
    void reply.setCookie(this.name, secret, attributes);
    return { bindingHash: hash('sha256', secret) };
  }

  /** Without the cookie the hash matches no sign-in. */
  of({ cookies }: FastifyRequest): BrowserBinding {
    return { bindingHash: hash('sha256', cookies[this.name] ?? '') };
  }
}
