import { Controller, Get, Redirect, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Brand, RosterError } from '@roster/contracts';
import type { FastifyReply } from 'fastify';
import { routeNotFound } from '../../http/problems/kinds.js';
import { consolePage } from './console-page.js';

/** The pages of the web console (`apps/console`). It finds out by itself which page an address means. */
@ApiExcludeController()
@Controller()
export class ConsoleController {
  constructor(private readonly brand: Brand) {}

  @Get()
  @Redirect('/console', 302)
  start(): void {}

  @Get(['console', 'console/*'])
  async page(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const page = await consolePage(this.brand);
    if (!page) throw new RosterError(routeNotFound);
    void reply.header('content-type', 'text/html; charset=utf-8').header('content-security-policy', page.policy);
    return page.html;
  }
}
