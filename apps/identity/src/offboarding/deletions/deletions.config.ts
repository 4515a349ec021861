import { RECORD_KEEPER } from '@roster/contracts';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, Matches, NotEquals } from 'class-validator';

/** Who must have let go of a deleted member’s records. */
export class DeletionsConfig {
  /**
   * Services of the product that keep records of their own, as names separated by commas (`crm,files`). A deletion is
   * complete only when each of them has confirmed that the member owns no records there any more. Empty by default.
   */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value))
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(50)
  @Matches(RECORD_KEEPER, { each: true, message: 'must be names such as crm, separated by commas' })
  @NotEquals('access', { each: true, message: 'must not contain access, which always has to confirm' })
  RECORD_KEEPERS: string[] = [];
}
