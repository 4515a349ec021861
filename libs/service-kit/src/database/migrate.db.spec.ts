import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { query } from '../../../../test/harness/statements.js';
import { startingPostgres } from '../../../../test/harness/starting-postgres.js';
import { dataSource } from './data-source.js';
import { migrate } from './migrate.js';
import { onceStarted } from './once-started.js';

class CreateThings1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table things (id int primary key)');
    await runner.query('select pg_sleep(0.2)');
  }
  async down(): Promise<void> {}
}

class AddThing1763800000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('insert into things values (1)');
  }
  async down(): Promise<void> {}
}

class Broken1763800000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('insert into things values (2)');
    await runner.query('select nonsense');
  }
  async down(): Promise<void> {}
}

const logger = pino({ level: 'silent' });
const migrations = [CreateThings1763800000000, AddThing1763800000001];
let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ context: 'billing', migrations: [] });
});
afterAll(() => test.drop());

it('lets three replicas that start at once run each migration once (P16), and does nothing the next time', async () => {
  const replica = () => migrate({ url: test.migrationUrl, migrations, logger });
  await Promise.all([replica(), replica(), replica()]);
  await replica();
  expect(await query(test.adminUrl, 'select id from things')).toEqual([{ id: 1 }]);
  expect(await query(test.adminUrl, 'select name from migrations order by id')).toHaveLength(2);
});

it("waits for a Postgres that is still starting, as a service's pool does", async () => {
  const starting = await startingPostgres(test.adminUrl, 2);
  await migrate({ url: starting.through(test.migrationUrl), migrations, logger });
  expect(starting.refused).toBe(2);
  await starting.close();

  const again = await startingPostgres(test.adminUrl, 2);
  const url = again.through(test.url);
  const open = () => dataSource({ url, entities: [], poolSize: 1, applicationName: 'test' }).initialize();
  const source = await onceStarted(logger, open);
  expect(await source.query('select 1 as one')).toEqual([{ one: 1 }]);
  await source.destroy();
  await again.close();
});

it('undoes a migration that fails, rejects, and lets the next replica try', async () => {
  const broken = () => migrate({ url: test.migrationUrl, migrations: [...migrations, Broken1763800000002], logger });
  await expect(broken()).rejects.toThrow(/nonsense/);
  await expect(broken()).rejects.toThrow(/nonsense/);
  expect(await query(test.adminUrl, 'select id from things')).toEqual([{ id: 1 }]);
});
