import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A browser or program on which a person has signed in. It is recognised by a secret that it was given then. */
@Entity('devices')
export class DeviceEntity {
  @PrimaryColumn({ name: 'user_id', type: 'uuid' })
  userId!: string;

  /** Several people may share one device. */
  @PrimaryColumn({ name: 'token_hash', type: 'text' })
  tokenHash!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'used_at', type: 'timestamptz' })
  usedAt!: Date;
}
