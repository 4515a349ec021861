import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { ProjectId, projectNotFound } from '../../access/project.contract.js';
import { rpc } from '../../core/contract.js';
import { Described } from '../../core/described.js';
import { errorKind } from '../../core/errors.js';

export const handoverUnsupported = errorKind('handover.unsupported', 422, 'This product does not hand over to people');

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Day = (typeof DAYS)[number];

/** A time of each week at which a member can be reached, by the clock of their time zone. */
export class HandoverWindow {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(7)
  @ArrayUnique()
  @IsIn(DAYS, { each: true })
  days!: Day[];

  /** `09:00`. */
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: '$property must be a time of day such as 09:00' })
  from!: string;

  /** `17:30`, `24:00` at the latest; before `from` it is a time of the next day. */
  @Matches(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { message: '$property must be a time of day such as 17:30' })
  to!: string;
}

export class Handover {
  projectId!: string;
  /** Null: always. */
  @Described({ type: () => HandoverWindow, isArray: true, nullable: true })
  windows!: HandoverWindow[] | null;
  /** The member's own time zone, or the account's. */
  timeZone!: string;
  /** Whether the member can be reached now. */
  reachable!: boolean;
}

export class SetHandover extends ProjectId {
  /** Null: always; none at all: never. */
  @ValidateIf(({ windows }: { windows?: unknown }) => windows !== null)
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => HandoverWindow)
  @Described({ type: () => HandoverWindow, isArray: true, nullable: true })
  windows!: HandoverWindow[] | null;
}

const handover = {
  context: 'identity',
  noun: 'handover',
  permission: { open: 'person' },
  output: Handover,
  errors: [projectNotFound, handoverUnsupported],
  callers: ['gateway'],
} as const;

export const getHandover = rpc({
  ...handover,
  verb: 'get',
  http: {
    method: 'GET',
    path: '/v1/me/handover/:projectId',
    tag: 'Me',
    summary: 'Show when I can be reached in a project',
  },
  description: 'Shows the times of the week at which the person who asks can be reached about a project.',
  input: ProjectId,
});

export const setHandover = rpc({
  ...handover,
  verb: 'set',
  http: {
    method: 'PUT',
    path: '/v1/me/handover/:projectId',
    tag: 'Me',
    summary: 'Set when I can be reached in a project',
  },
  description: 'Sets the times of the week at which the person who asks can be reached about a project.',
  input: SetHandover,
});
