// `node print-open-api.js <file>` writes the API's document. Nothing has to run: no service, bus or database is asked.
import 'reflect-metadata';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadPresets } from '@roster/contracts';
import { brandOf } from '@roster/service-kit';
import { plainToInstance } from 'class-transformer';
import { GatewayConfig } from '../config.js';
import { GatewayModule, type GatewayProcess } from '../gateway.module.js';
import { controllers } from './controllers.js';
import { openApi } from '../docs/open-api.js';

const { publicKey } = generateKeyPairSync('ed25519');
const ACCESS_PUBLIC_KEY = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const config = plainToInstance(GatewayConfig, { ACCESS_PUBLIC_KEY });
const brand = brandOf(config, loadPresets());

// `preview` makes no instance of anything, so the parts that a process has are never used.
const parts = { config, logger: {}, bus: {}, rpc: {} } as unknown as GatewayProcess;
const app = await NestFactory.create<NestFastifyApplication>(GatewayModule.for(parts), new FastifyAdapter(), {
  preview: true,
  logger: false,
  abortOnError: false,
});
writeFileSync(process.argv[2] ?? 'openapi.json', JSON.stringify(await openApi(app, { brand, config, controllers })));
