import { Nothing } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { Passkey } from './passkey.contract.js';

/** The code of an authenticator app. */
export class TotpInUse {
  createdAt!: string;
}

export class BackupCodesLeft {
  /** Of ten. */
  remaining!: number;
  createdAt!: string;
}

/** What a person can show besides his password; nothing secret is among it. */
export class SecondFactors {
  /** Whether an account that he is an active member of insists on one. */
  required!: boolean;
  totp!: TotpInUse | null;
  passkeys!: Passkey[];
  backupCodes!: BackupCodesLeft | null;
}

export const listSecondFactors = rpc({
  context: 'identity',
  noun: 'second-factor',
  verb: 'list',
  permission: { open: 'person' },
  input: Nothing,
  output: SecondFactors,
  callers: ['gateway'],
});
