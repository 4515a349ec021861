import { IsIn } from 'class-validator';
import { IsId } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { ssoConnectionNotFound } from './sso-connection.contract.js';
import {
  BrowserBinding,
  NOT_ADMITTED,
  SsoAuthorization,
  ssoRefused,
  SsoResponse,
  ssoUnreachable,
  type NotAdmitted,
} from './sso.contract.js';

export class StartSsoTrial extends BrowserBinding {
  @IsId()
  connectionId!: string;
}

/** What the provider says of somebody (OpenID Connect Core 1.0, 5.1), and how it is understood. */
export class SsoTrialPerson {
  subject!: string;
  email!: string | null;
  /** Whether the provider vouches for the address, so that people are recognised by it. */
  emailTrusted!: boolean;
  /** As a new member would be called. */
  name!: string | null;
  /** Whether the provider says that it has checked a second factor (RFC 8176). */
  secondFactor!: boolean;
}

export const SSO_TRIAL_OUTCOMES = ['member', 'invited', 'newcomer', 'refused'] as const;
type SsoTrialOutcome = (typeof SSO_TRIAL_OUTCOMES)[number];

/** `enforced-elsewhere`: another connection is the only way in. The others are those of `sso.not-admitted`. */
export const SSO_TRIAL_REFUSALS = [...NOT_ADMITTED, 'enforced-elsewhere'] as const;
type SsoTrialRefusal = NotAdmitted | 'enforced-elsewhere';

/** What would come of a sign-in through the connection. Nothing has. */
export class SsoTrial {
  connectionId!: string;
  connectionName!: string;
  person!: SsoTrialPerson;
  /**
   * A member would sign in, somebody invited would accept, somebody new would become a member where a seat is free, or
   * they would be refused. What the account asks for besides, such as a second factor, still comes after it.
   */
  @IsIn(SSO_TRIAL_OUTCOMES)
  outcome!: SsoTrialOutcome;
  /** Who they would sign in as; null where they would become a member, or be refused. */
  memberId!: string | null;
  /** Null unless they would be refused. */
  @IsIn([...SSO_TRIAL_REFUSALS, null])
  refusal!: SsoTrialRefusal | null;
}

const trial = { context: 'identity', noun: 'sso-trial', callers: ['gateway'], permission: 'security:edit' } as const;

/** Whoever tries it stays signed in as they are: a trial brings nobody in, and changes nothing. */
export const startSsoTrial = rpc({
  ...trial,
  verb: 'start',
  description:
    'Answers with the address of the identity provider’s page, to find out what a sign-in through the connection would come to.',
  input: StartSsoTrial,
  output: SsoAuthorization,
  errors: [ssoConnectionNotFound, ssoUnreachable],
  deadline: 12_000,
});

export const finishSsoTrial = rpc({
  ...trial,
  verb: 'finish',
  description:
    'Says what the identity provider has sent of the person, and what a sign-in by it would come to. It signs nobody in and changes nothing.',
  input: SsoResponse,
  output: SsoTrial,
  errors: [ssoRefused, ssoUnreachable, ssoConnectionNotFound],
  deadline: 15_000,
});
