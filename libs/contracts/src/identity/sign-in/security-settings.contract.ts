import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { Nothing } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { errorKind, reauthenticationRequired } from '../../core/errors.js';

export const settingsUnsupported = errorKind('settings.unsupported', 422, 'This product does not have this setting');

/** What an account asks of everybody who signs in to it. */
export class SecuritySettings {
  /** Whoever has no second factor sets one up at the next sign-in. */
  secondFactorRequired!: boolean;
  /** Whether a sign-in from a new network address must be authorized first (SC-09). */
  ipRestrictions!: boolean;
  /** Hours after which a session ends, used or not. */
  sessionHours!: number;
  /** Minutes without a request after which a session ends. */
  idleMinutes!: number;
}

export class ChangeSecuritySettings {
  @IsOptional()
  @IsBoolean()
  secondFactorRequired?: boolean;

  @IsOptional()
  @IsBoolean()
  ipRestrictions?: boolean;

  /** At most thirty days (NIST SP 800-63B-4, AAL1). */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(720)
  sessionHours?: number;

  /** Five minutes to a day: a session that nobody uses for longer is not left open for whoever finds it. */
  @IsOptional()
  @IsInt()
  @Min(5)
  @Max(1_440)
  idleMinutes?: number;
}

const settings = { context: 'identity', noun: 'security-settings' } as const;

export const getSecuritySettings = rpc({
  ...settings,
  verb: 'get',
  http: {
    method: 'GET',
    path: '/v1/settings/security',
    tag: 'Security settings',
    summary: 'Show what the account requires of people who sign in',
  },
  description:
    'Shows what the account asks of people who sign in: a second factor, known network addresses, and how long sessions last.',
  permission: 'security:view',
  input: Nothing,
  output: SecuritySettings,
  callers: ['gateway'],
});

/**
 * Turning on IP restrictions authorizes the address that it is done from, so that nobody locks themselves out. To have
 * signed in is proof enough: the settings say what is asked of everybody, and let nobody in who could not show it.
 */
export const changeSecuritySettings = rpc({
  ...settings,
  verb: 'change',
  http: {
    method: 'PATCH',
    path: '/v1/settings/security',
    tag: 'Security settings',
    summary: 'Change what the account requires of people who sign in',
    endsSessions: true,
  },
  description:
    'Changes what the account asks of people who sign in. Turning on the restriction of network addresses authorizes the one that it is done from, so that nobody locks themselves out.',
  permission: 'security:edit',
  input: ChangeSecuritySettings,
  output: SecuritySettings,
  errors: [settingsUnsupported, reauthenticationRequired],
  callers: ['gateway'],
  freshProof: 'sign-in',
});
