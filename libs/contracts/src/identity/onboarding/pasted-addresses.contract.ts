import { IsIn, IsString, MaxLength } from 'class-validator';
import { rpc } from '../../core/contract.js';
import { REJECTIONS } from './invitation.contract.js';

export class PastedText {
  /** As it was pasted: addresses with names or without, between commas, semicolons, line ends or blanks. */
  @IsString()
  @MaxLength(50_000)
  text!: string;
}

const READ_ADDRESS_STATUSES = ['ok', ...REJECTIONS] as const;

export class ReadAddress {
  /** What stood there. */
  text!: string;
  /** The name beside the address; empty where there is none. */
  name!: string;
  /** The address, as an invitation takes it; null where this is none. */
  email!: string | null;
  /** `ok`, or why it cannot be invited. */
  @IsIn(READ_ADDRESS_STATUSES)
  status!: (typeof READ_ADDRESS_STATUSES)[number];
  /** The same for people; null where it is `ok`. */
  message!: string | null;
}

export class ReadAddresses {
  addresses!: ReadAddress[];
}

export const readInvitees = rpc({
  context: 'identity',
  noun: 'invitation',
  verb: 'read-addresses',
  http: {
    method: 'POST',
    path: '/v1/invitations/addresses',
    tag: 'Invitations',
    summary: 'Read the addresses of a pasted text, and say which of them can be invited',
    idempotencyKey: 'ignored',
  },
  description:
    'Finds the addresses in a pasted text, and says of each whether it can be invited. It invites nobody and takes no seat.',
  permission: 'members:invite',
  input: PastedText,
  output: ReadAddresses,
  callers: ['gateway'],
});
