import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Names each link between a provider's subject and a person, so that an administrator can forget it; and keeps the owner's
 * choice to trust a provider with addresses. Links of people who were deleted before are forgotten.
 */
export class ForgetSsoIdentities1764500100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table sso_identities add column id uuid not null default gen_random_uuid()');
    await queryRunner.query('create unique index sso_identities_by_id on sso_identities (account_id, id)');
    await queryRunner.query('alter table sso_connections add column trusts_addresses boolean not null default false');
    await queryRunner.query(
      `delete from sso_identities s where not exists (
         select from members m
         where m.account_id = s.account_id and m.user_id = s.user_id and m.status <> 'deleted')`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table sso_connections drop column trusts_addresses');
    await queryRunner.query('alter table sso_identities drop column id');
  }
}
