import { hash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { BrowserBinding } from '@roster/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GatewayConfig, isSecure } from '../config.js';

/** Seconds for which a provider's answer is waited for. */
const TERM = 10 * 60;

const SOUND = /^[\w-]{43}$/;

/**
 * Ties a question to a provider to the browser that it was asked in: an answer that comes through another one is not
 * taken, whoever it is for. Of several questions in one browser each can be answered.
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

  /** Without the cookie it is nobody's. */
  of({ cookies }: FastifyRequest): BrowserBinding {
    return { bindingHash: hash('sha256', cookies[this.name] ?? '') };
  }
}
