import { followedEvents, unfollowedEvents } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which events of an account were recorded and handled can be looked up: `Roster-At-Least` waits for them. */
export class FollowEvents1764500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of followedEvents('notifications')) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of unfollowedEvents('notifications')) await queryRunner.query(statement);
  }
}
