import { tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `create table teams (
     account_id uuid not null references accounts (id),
     id uuid not null,
     name text not null,
     primary key (account_id, id)
   )`,
  ...tenantTable('access', 'teams'),
  // A team that already has members gets a row with a name.
  `insert into teams (account_id, id, name)
     select account_id, team_id, 'Team ' || row_number() over (partition by account_id order by team_id)
     from (select distinct account_id, team_id from team_members) known`,
  `alter table team_members add constraint team_members_team
     foreign key (account_id, team_id) references teams (account_id, id)`,
];

export class CreateTeams1764000500000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table team_members drop constraint team_members_team');
    await queryRunner.query('drop table teams');
  }
}
