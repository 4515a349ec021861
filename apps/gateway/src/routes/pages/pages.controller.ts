import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { LOGO_PATH, RosterError } from '@roster/contracts';
import type { FastifyReply } from 'fastify';
import { routeNotFound } from '../../http/problems/kinds.js';
import { Logo } from './logo.js';
import { PageFiles } from './page-files.js';

/**
 * The pages behind mailed links, until the console has them. Loading one changes nothing and asks nothing of the
 * services, with scripts or without: mail scanners open every link (S36).
 */
@ApiExcludeController()
@Controller()
export class PagesController {
  constructor(
    private readonly files: PageFiles,
    private readonly logo: Logo,
  ) {}

  @Get('verify-email')
  verifyEmail(@Res({ passthrough: true }) reply: FastifyReply) {
    return this.send(reply, 'verify-email.html');
  }

  @Get('accept-invitation')
  acceptInvitation(@Res({ passthrough: true }) reply: FastifyReply) {
    return this.send(reply, 'accept-invitation.html');
  }

  /** Identity providers send browsers back here; each connection has a path of its own. */
  @Get(['sso-callback/:connectionId', 'connection-callback/:provider'])
  callback(@Res({ passthrough: true }) reply: FastifyReply) {
    return this.send(reply, 'callback.html');
  }

  /** With a token it sets a new password; without one it asks for the mail that has one. */
  @Get('reset-password')
  resetPassword(@Res({ passthrough: true }) reply: FastifyReply) {
    return this.send(reply, 'reset-password.html');
  }

  @Get('confirm-email')
  confirmEmail(@Res({ passthrough: true }) reply: FastifyReply) {
    return this.send(reply, 'confirm-email.html');
  }

  @Get('undo-email-change')
  undoEmailChange(@Res({ passthrough: true }) reply: FastifyReply) {
    return this.send(reply, 'undo-email-change.html');
  }

  @Get('authorize-ip')
  authorizeIp(@Res({ passthrough: true }) reply: FastifyReply) {
    return this.send(reply, 'authorize-ip.html');
  }

  /** Their styles, scripts and icon. */
  @Get('pages/:name')
  file(@Param('name') name: string, @Res({ passthrough: true }) reply: FastifyReply) {
    void reply.header('cache-control', 'public, max-age=300');
    return this.send(reply, name);
  }

  /** A picture may hold scripts (SVG), which must not run as ours where it is opened by itself. */
  @Get(LOGO_PATH)
  async showLogo(@Res({ passthrough: true }) reply: FastifyReply) {
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

  private send(reply: FastifyReply, name: string): Buffer {
    const file = this.files.get(name);
    if (!file) throw new RosterError(routeNotFound);
    void reply.header('content-type', file.type);
    return file.body;
  }
}
