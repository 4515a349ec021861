import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Delete, Get, Injectable, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { getSnapshot, loadPresets, type SnapshotPage } from '@roster/contracts';
import type { FastifyRequest } from 'fastify';
import { v7 as uuid } from 'uuid';
import { ACCESS_KEYS } from '../../../../test/harness/access-keys.js';
import { createTestNats, type TestNats } from '../../../../test/harness/nats.js';
import { Peer } from '../../../../test/harness/peer.js';
import { Bus } from '../bus/bus.js';
import type { Logger } from '../bus/logger.js';
import { Roster } from '../roster.js';
import { Asking, type Asker } from './asker.js';
import { RequirePermission } from './permission.guard.js';
import type { About } from './requirement.js';
import { RosterModule } from './roster.module.js';

const quiet = () => undefined;
const logger: Logger = { debug: quiet, info: quiet, warn: quiet, error: quiet, fatal: quiet };
const [accountId, owner, rep, support, role] = [uuid(), uuid(), uuid(), uuid(), uuid()];
const presets = loadPresets('');

/** The account according to access: a sales representative with a role, and a member without any. */
const page: SnapshotPage = {
  found: true,
  preset: 'ontraport',
  catalogueHash: presets.catalogue('ontraport')!.hash,
  version: 3,
  account: {
    accountId,
    status: 'active',
    version: 3,
    ownerMemberId: owner!,
    roles: [{ id: role!, grants: { 'contacts:view': ['own'], 'contacts:delete': ['own'], 'transactions:view': true } }],
  },
  members: [
    { id: owner!, status: 'active', roleIds: [] },
    { id: rep!, status: 'active', roleIds: [role!] },
    { id: support!, status: 'active', roleIds: [] },
  ],
  next: null,
};

@Injectable()
class Owners {
  readonly of: Readonly<Record<string, string | null | undefined>> = { mine: rep, theirs: support, nobodys: null };
}

const contact: About = {
  record({ params }: FastifyRequest<{ Params: { id: string } }>, { get }) {
    const ownerId = get(Owners).of[params.id];
    return ownerId === undefined ? undefined : { type: 'contacts', id: params.id, ownerId };
  },
};

@Controller('contacts')
class ContactsController {
  @RequirePermission('contacts:view', { list: true })
  @Get()
  list(@Asking() asker: Asker) {
    return asker;
  }

  @RequirePermission('contacts:delete', contact)
  @Delete(':id')
  remove() {
    return { removed: true };
  }

  @RequirePermission('transactions:view')
  @Get('transactions')
  transactions() {
    return [];
  }
}

describe('RosterModule', () => {
  let nats: TestNats;
  let bus: Bus;
  let app: NestFastifyApplication | undefined;

  beforeAll(async () => {
    nats = await createTestNats();
    bus = await Bus.connect({ servers: nats.url, caller: 'access', logger });
  });

  afterEach(() => app?.close());

  afterAll(async () => {
    await bus.drain();
    await nats.remove();
  });

  const start = async (controller: Type<unknown>, preset?: string): Promise<NestFastifyApplication> => {
    @Module({
      imports: [
        RosterModule.forRootAsync({
          useFactory: async () => ({
            servers: nats.url,
            accessPublicKey: ACCESS_KEYS.ACCESS_PUBLIC_KEY,
            logger,
            ...(preset && { preset }),
            identify: ({ headers }: FastifyRequest) =>
              headers['x-member'] ? { accountId: accountId!, memberId: String(headers['x-member']) } : undefined,
          }),
        }),
      ],
      controllers: [controller],
      providers: [Owners],
    })
    class Service {}
    const made = await NestFactory.create<NestFastifyApplication>(Service, new FastifyAdapter(), {
      logger: false,
      abortOnError: false,
    });
    await made.listen(0, '127.0.0.1');
    return made;
  };

  const ask = async (method: 'GET' | 'DELETE', url: string, memberId?: string) => {
    const headers = new Headers(memberId ? { 'x-member': memberId } : {});
    const response = await fetch(`${await app!.getUrl()}${url}`, { method, headers });
    const body = (await response.json()) as Record<string, unknown>;
    return { status: response.status, body, headers: response.headers };
  };

  describe('while access answers', () => {
    let stop: () => void;

    beforeEach(async () => {
      stop = new Peer(bus).answer(getSnapshot, ({ accountId: asked }) =>
        asked === accountId ? page : { found: false },
      );
      await bus.connection.flush();
      app = await start(ContactsController, 'ontraport');
    });

    afterEach(() => stop());

    it('lets permitted members through, and tells the handler who they are', async () => {
      expect(await ask('GET', '/contacts', rep)).toMatchObject({ status: 200, body: { accountId, memberId: rep } });
      expect((await ask('DELETE', '/contacts/mine', rep)).status).toBe(200);
      expect((await ask('DELETE', '/contacts/nobodys', owner)).status).toBe(200);
      expect((await ask('GET', '/contacts/transactions', rep)).status).toBe(200);
    });

    it('refuses with the permission and the deciding rule', async () => {
      const refused = await ask('DELETE', '/contacts/theirs', rep);
      expect(refused).toMatchObject({
        status: 403,
        body: {
          code: 'permission.denied',
          status: 403,
          details: { permission: 'contacts:delete', reason: 'out_of_scope' },
        },
      });
      expect(refused.headers.get('content-type')).toContain('application/problem+json');
      expect(await ask('GET', '/contacts', support)).toMatchObject({
        status: 403,
        body: { details: { permission: 'contacts:view', reason: 'no_grant' } },
      });
    });

    it('reveals that a record does not exist only to those who might have had access to it', async () => {
      expect((await ask('DELETE', '/contacts/gone', rep)).status).toBe(404);
      expect((await ask('DELETE', '/contacts/gone', support)).status).toBe(403);
    });

    it('lets nobody through who is not signed in', async () => {
      expect(await ask('GET', '/contacts')).toMatchObject({ status: 401, body: { code: 'session.required' } });
    });
  });

  it('lets nobody through where nobody can decide, and asks to retry', async () => {
    app = await start(ContactsController);
    for (const path of ['/contacts', '/contacts/transactions']) {
      const answer = await ask('GET', path, rep);
      expect(answer).toMatchObject({ status: 503, body: { code: 'check.stale' } });
      expect(answer.headers.get('retry-after')).toBe('1');
    }
  });

  it('does not boot with a handler that cannot be decided about, and leaves no connection open', async () => {
    @Controller()
    class Careless {
      @RequirePermission('contacts:delete')
      @Delete('contacts/:id')
      remove() {}

      @RequirePermission('contacts:fly')
      @Get('contacts')
      list() {}

      @RequirePermission('transactions:view')
      @Get('transactions')
      transactions() {}
    }
    let message = '';
    await start(Careless, 'ontraport').catch((error: unknown) => (message = String(error)));
    expect(message).toContain('Careless.remove: "contacts:delete" may reach some records only: name its record');
    expect(message).toContain('Careless.list: no preset has the permission "contacts:fly"');
    expect(message).not.toContain('Careless.transactions');
    await expect(start(ContactsController, 'nonesuch')).rejects.toThrow('There is no preset "nonesuch"');
  });

  it('gives Roster to providers that want to ask for themselves', async () => {
    const stop = new Peer(bus).answer(getSnapshot, () => page);
    await bus.connection.flush();
    app = await start(ContactsController);
    const roster = app.get(Roster);
    const question = { accountId: accountId!, memberId: rep!, permission: 'contacts:view' };
    expect(await roster.check(question)).toMatchObject({ allowed: true, reason: 'granted_in_part', version: 3 });
    await expect(roster.list(question, async ({ reach }) => reach)).resolves.toMatchObject({ ownerIds: [rep] });
    stop();
  });
});
