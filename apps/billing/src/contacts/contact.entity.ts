import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who gets the bills of an account. */
@Entity('contacts')
export class ContactEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @Column({ name: 'owner_member_id', type: 'uuid' })
  ownerMemberId!: string;

  /** The account's revision as of which that is the owner. */
  @Column({ name: 'owner_revision', type: 'integer' })
  ownerRevision!: number;

  /** Null: the owner. By a foreign key it is an active member, always. */
  @Column({ name: 'member_id', type: 'uuid', nullable: true })
  memberId!: string | null;

  /** Rises with each change of the contact. */
  @Column({ type: 'integer' })
  revision!: number;
}
