import { Column, Entity, IsNull, PrimaryColumn } from 'typeorm';
import { OneTimeSecrets } from '../../core/tokens/one-time-secrets.js';

@Entity('backup_codes')
export class BackupCodeEntity {
  @PrimaryColumn({ name: 'user_id', type: 'uuid' })
  userId!: string;

  /** HMAC-SHA256 in base64url. The code itself is not stored. */
  @PrimaryColumn({ name: 'digest', type: 'text' })
  digest!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'used_at', type: 'timestamptz', nullable: true })
  usedAt!: Date | null;
}

export const BACKUP_CODES = new OneTimeSecrets(BackupCodeEntity, {
  open: () => ({ usedAt: IsNull() }),
  used: (now) => ({ usedAt: now }),
});
