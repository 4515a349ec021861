import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ReadinessService, type Readiness } from './readiness.js';

@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: ReadinessService) {}

  /** The process answers at all. */
  @Get('live')
  live() {
    return { ok: true };
  }

  /** 200 when all of the system works; with `scope=self` when this gateway and its bus do. */
  @Get('ready')
  async ready(@Query('scope') scope: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = scope === 'self' ? this.readiness.own() : await this.readiness.system();
    if (!readiness.ok) reply.code(503).header('retry-after', '1');
    return readiness;
  }
}
