import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // Whether the inviter promised agent access. If so, they must still be able to give it; not if somebody else gave it
  // later.
  `alter table invitations add column agent_access boolean not null default false`,
  `update invitations i set agent_access = true
   from members m where m.account_id = i.account_id and m.id = i.member_id and m.agent_access`,
];

export class NotePromisedAgents1764000991000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table invitations drop column agent_access');
  }
}
