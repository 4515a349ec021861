import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // Whether the provider's word stands in for the second factor of people who have one.
  `alter table sso_connections add column trusts_second_factor boolean not null default false`,
  // The member who verified the domain. They also vouch for people who come in by an address in it.
  `alter table domains
     add column verifier_id uuid,
     add foreign key (account_id, verifier_id) references members (account_id, id)`,
  `update domains d set verifier_id = a.owner_member_id
   from accounts a where a.id = d.account_id and d.verified_at is not null`,
  // The connection to which the person linked it themselves. Null if they were recognised by their address.
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
