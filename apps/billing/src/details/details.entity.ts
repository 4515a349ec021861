import { Column, Entity, PrimaryColumn } from 'typeorm';

/** To whom the bills of an account are written. */
@Entity('billing_details')
export class DetailsEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @Column({ type: 'text' })
  company!: string;

  @Column({ type: 'text' })
  address!: string;

  /** ISO 3166-1 alpha-2. */
  @Column({ type: 'text' })
  country!: string;

  @Column({ name: 'vat_id', type: 'text', nullable: true })
  vatId!: string | null;

  @Column({ type: 'text', nullable: true })
  reference!: string | null;

  @Column({ type: 'text', nullable: true })
  email!: string | null;
}
