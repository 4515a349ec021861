import cookie from '@fastify/cookie';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Brand } from '@roster/contracts';
import { nestLogger } from '@roster/service-kit';
import type { FastifyRequest } from 'fastify';
import { SessionsService } from './auth/sessions.service.js';
import { sessionCookieName } from './auth/tokens/credentials.js';
import { deviceCookieName, readDevice } from './auth/tokens/device.js';
import { FastChecks } from './checks/fast-checks.js';
import { addFastRoutes } from './checks/fast-routes.js';
import { publicUrl, type GatewayConfig } from './config.js';
import { serveDocs } from './docs/open-api.js';
import { GatewayModule, type GatewayProcess } from './gateway.module.js';
import { rememberAddresses } from './http/server/client-address.js';
import { Draining } from './http/server/draining.js';
import { addHooks } from './http/server/hooks.js';
import { ResponseHeaders } from './http/server/response-headers.js';
import { serverOptions } from './http/server/server-options.js';
import { closeGracefully } from './http/server/shut-down.js';
import { serveConsoleFiles } from './routes/console/console-files.js';
import { controllers } from './routes/controllers.js';

export interface Gateway {
  readonly app: NestFastifyApplication;
  /** Rejects with one clear message where the port is taken. Resolves with the port. */
  listen(): Promise<number>;
  /** Drains for `DRAIN_SECONDS`, takes no more connections, and waits until all requests are answered (P11). */
  stop(): Promise<void>;
}

export async function createGateway(own: GatewayProcess): Promise<Gateway> {
  const { config, logger } = own;
  const app = await NestFactory.create<NestFastifyApplication>(
    GatewayModule.for(own),
    new FastifyAdapter({ ...serverOptions(config), skipMiddie: true }),
    { logger: own.nestLogger ?? nestLogger(logger), bodyParser: false, abortOnError: false },
  );
  const draining = app.get(Draining);
  await app.register(cookie);
  const server = app.getHttpAdapter().getInstance();
  rememberAddresses(server.server);
  const responseHeaders = app.get(ResponseHeaders);
  const [sessionCookie, deviceCookie] = [sessionCookieName(config), deviceCookieName(config)];
  const readDeviceOf = (request: FastifyRequest) => readDevice(request, deviceCookie);
  addHooks(server, { config, sessionCookie, readDevice: readDeviceOf, draining, responseHeaders, logger });
  addFastRoutes(server, {
    checks: app.get(FastChecks),
    sessions: app.get(SessionsService),
    cookieName: sessionCookie,
    responseHeaders,
  });
  await serveConsoleFiles(server);
  if (config.DOCS === 'true') serveDocs(app, { brand: app.get(Brand), config, controllers });
  return { app, listen: () => listen(app, own), stop: () => stop(app, draining, config) };
}

async function listen(app: NestFastifyApplication, { config, logger }: GatewayProcess): Promise<number> {
  const { HOST, PORT } = config;
  try {
    await app.listen(PORT, HOST);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new Error(`Port ${PORT} is taken. Stop what listens there, or set PORT to another one.`, { cause });
  }
  const [address] = app.getHttpAdapter().getInstance().addresses();
  const port = typeof address === 'object' ? address.port : PORT;
  logger.info({ host: HOST, port, publicUrl: publicUrl(config) }, 'listening');
  return port;
}

async function stop(app: NestFastifyApplication, draining: Draining, { DRAIN_SECONDS }: GatewayConfig): Promise<void> {
  draining.begin();
  await draining.pause(DRAIN_SECONDS);
  await closeGracefully(app.getHttpServer(), draining);
  await app.close();
}
