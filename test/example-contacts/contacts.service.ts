import 'reflect-metadata';
import { Module, ValidationPipe, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { RosterModule, type Asker } from '@roster/client';
import type { FastifyRequest } from 'fastify';
import { Pool } from 'pg';
import { ContactsController } from './contacts.controller.js';
import { ContactsStore } from './contacts.store.js';

export interface Settings {
  /** The service's own database. */
  readonly databaseUrl: string;
  /** Roster's bus, and the seed of the bus user `service`. */
  readonly natsUrl: string;
  readonly nkeySeed?: string;
  readonly accessPublicKey: string;
  /** Roster's gateway, where people sign in. */
  readonly rosterUrl: string;
  /** Owners that a list names one by one. */
  readonly mostOwners?: number;
}

@Module({})
class ContactsModule implements OnApplicationShutdown {
  constructor(private readonly pool: Pool) {}

  static with({ databaseUrl, natsUrl, nkeySeed, accessPublicKey, rosterUrl, mostOwners }: Settings): DynamicModule {
    const pool = new Pool({ connectionString: databaseUrl });
    return {
      module: ContactsModule,
      imports: [
        RosterModule.forRoot({
          servers: natsUrl,
          ...(nkeySeed && { nkeySeed }),
          accessPublicKey,
          preset: 'ontraport',
          mirror: pool,
          ...(mostOwners !== undefined && { mostOwners }),
          identify: (request: FastifyRequest) => whoIs(request, rosterUrl),
        }),
      ],
      controllers: [ContactsController],
      providers: [ContactsStore, { provide: Pool, useValue: pool }],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}

/** People are signed in at Roster and send the same token here. A service with sessions of its own looks there. */
async function whoIs({ headers }: FastifyRequest, rosterUrl: string): Promise<Asker | undefined> {
  const { authorization, 'roster-at-least': atLeast } = headers;
  if (!authorization) return undefined;
  const answer = await fetch(`${rosterUrl}/v1/me`, { headers: { authorization } });
  if (answer.status === 401) return undefined;
  if (!answer.ok) throw new Error(`Roster does not say who it is: ${answer.status}`);
  const { account, member } = (await answer.json()) as { account: { id: string }; member: { id: string } };
  return { accountId: account.id, memberId: member.id, ...(atLeast && { atLeast: Number(atLeast) }) };
}

/** Starts the service on a free port of this machine. */
export async function startContacts(settings: Settings): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(ContactsModule.with(settings), new FastifyAdapter(), {
    logger: ['warn', 'error', 'fatal'],
    abortOnError: false,
  });
  app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
  app.enableShutdownHooks();
  await app.listen(0, '127.0.0.1');
  return app;
}
