import { Nothing } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { reauthenticationRequired } from '../../core/errors.js';
import { secondFactorNotSetUp } from './second-factor.contract.js';

export class BackupCodes {
  /** Ten, each good for one sign-in. Shown once. */
  codes!: string[];
}

/** Makes ten new ones; those before stop working. A sign-in is not proof enough: they are second factors (`factors`). */
export const renewBackupCodes = rpc({
  context: 'identity',
  noun: 'backup-code',
  verb: 'renew',
  http: {
    method: 'POST',
    path: '/v1/me/backup-codes',
    tag: 'Second factors',
    summary: 'Create new backup codes',
    idempotencyKey: 'ignored',
  },
  description:
    'Makes ten new backup codes, each good for one sign-in when no other second factor is at hand. All earlier ones stop working. They are shown this once.',
  permission: { open: 'person' },
  input: Nothing,
  output: BackupCodes,
  errors: [reauthenticationRequired, secondFactorNotSetUp],
  callers: ['gateway'],
  freshProof: 'factors',
});
