import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // Whether the provider's word stands for the second factor of who has one.
  `alter table sso_connections add column trusts_second_factor boolean not null default false`,
  // Who has shown that the domain is the account's: people with an address there are let in on their word, too.
  `alter table domains
     add column verifier_id uuid,
     add foreign key (account_id, verifier_id) references members (account_id, id)`,
  `update domains d set verifier_id = a.owner_member_id
   from accounts a where a.id = d.account_id and d.verified_at is not null`,
  // The connection to which people have linked their name themselves; null where they were recognised by their address.
  `alter table sso_identities add column linked_to uuid`,
];

export class AnswerForWaysIn1764001000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table sso_identities drop column linked_to');
    await queryRunner.query('alter table domains drop column verifier_id');
    await queryRunner.query('alter table sso_connections drop column trusts_second_factor');
  }
}
