import { Controller, Get, Redirect, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Brand, LOGO_PATH, RosterError } from '@roster/contracts';
import type { FastifyReply } from 'fastify';
import { routeNotFound } from '../../http/problems/kinds.js';
import { consolePage } from './console-page.js';
import { Logo } from './logo.js';

/**
 * The pages that mails lead to. To load one changes nothing and asks nothing of the services, with scripts or without: mail
 * scanners open every link (S36).
 */
const MAILED = [
  'accept-invitation',
  'verify-email',
  'reset-password',
  'confirm-email',
  'undo-email-change',
  'authorize-ip',
];

/** Where identity providers and third parties send browsers back to; each connection has a path of its own. */
const CALLBACKS = ['sso-callback/:connectionId', 'connection-callback/:provider'];

/** The pages of the web console (`apps/console`). It finds out by itself which page an address means. */
@ApiExcludeController()
@Controller()
export class ConsoleController {
  constructor(
    private readonly brand: Brand,
    private readonly logo: Logo,
  ) {}

  @Get()
  @Redirect('/console', 302)
  start(): void {}

  /** What the build has made is served by itself. A page in place of a script that is gone would be kept as that script. */
  @Get('console/assets/*')
  refuse(): never {
    throw new RosterError(routeNotFound);
  }

  @Get(['console', 'console/*', ...MAILED, ...CALLBACKS])
  async page(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const page = await consolePage(this.brand);
    if (!page) throw new RosterError(routeNotFound);
    void reply.header('content-type', 'text/html; charset=utf-8').header('content-security-policy', page.policy);
    return page.html;
  }

  /** A picture may hold scripts (SVG), which must not run as ours where it is opened by itself. */
  @Get(LOGO_PATH)
  async showLogo(@Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    const picture = await this.logo.get();
    if (!picture) throw new RosterError(routeNotFound);
    void reply.headers({
      'content-type': picture.type,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'cache-control': 'public, max-age=3600',
      'cross-origin-resource-policy': 'cross-origin',
    });
    return picture.body;
  }
}
