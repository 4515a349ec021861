import { IsNotEmpty, IsOptional, IsString, IsUUID, ValidateIf } from 'class-validator';

export class NewContact {
  @IsString()
  @IsNotEmpty()
  name!: string;

  /** A member's id, null for nobody, the asker unless said. */
  @ValidateIf(({ ownerId }: NewContact) => ownerId !== undefined && ownerId !== null)
  @IsUUID()
  ownerId?: string | null;
}

export class ContactChange {
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  name?: string;

  @ValidateIf(({ ownerId }: ContactChange) => ownerId !== undefined && ownerId !== null)
  @IsUUID()
  ownerId?: string | null;
}
