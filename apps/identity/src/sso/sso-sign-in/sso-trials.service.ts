import { Injectable } from '@nestjs/common';
import {
  RosterError,
  ssoNotAdmitted,
  ssoRefused,
  ssoRequired,
  type CallContext,
  type SsoAuthorization,
  type SsoResponse,
  type SsoTrial,
  type SsoTrialPerson,
  type StartSsoTrial,
} from '@roster/contracts';
import { Database, signedInPerson } from '@roster/service-kit';
import { methodsOf, namesOf, verifiedEmail } from '../identity-providers/claims.js';
import { Admissible } from './admissible.js';
import { RecognitionStore, type Recognised } from './recognition.store.js';
import { SsoQuestions, type VouchedPerson } from './sso-questions.js';

type Outcome = Pick<SsoTrial, 'outcome' | 'memberId' | 'refusal'>;

/** A sign-in through a connection that signs nobody in: what the provider says, and what would come of it. */
@Injectable()
export class SsoTrialsService {
  constructor(
    private readonly admissible: Admissible,
    private readonly database: Database,
    private readonly questions: SsoQuestions,
    private readonly recognition: RecognitionStore,
  ) {}

  async start(input: StartSsoTrial, context: CallContext): Promise<SsoAuthorization> {
    const { accountId, actor } = signedInPerson(context);
    return this.questions.ask({ ...input, accountId }, 'trial', actor);
  }

  /** Only in the session that began it. */
  async finish(input: SsoResponse, context: CallContext): Promise<SsoTrial> {
    const call = signedInPerson(context);
    const vouched = await this.questions.answer(input, 'trial', call.actor);
    const { id: connectionId, name: connectionName, accountId } = vouched.connection;
    if (accountId !== call.accountId) throw new RosterError(ssoRefused);
    const outcome = await this.outcome(vouched, call).catch(refusalOf);
    return { connectionId, connectionName, person: personOf(vouched), ...outcome };
  }

  private async outcome(vouched: VouchedPerson, call: CallContext): Promise<Outcome> {
    const { accountId } = vouched.connection;
    const found = await this.database.inAccount(accountId, (manager) => this.recognition.recognise(manager, vouched));
    await this.admissible.require(vouched, found, call);
    return { ...placeOf(found), refusal: null };
  }
}

const placeOf = (found: Recognised): Pick<Outcome, 'outcome' | 'memberId'> => {
  if (found.kind === 'new') return { outcome: 'newcomer', memberId: null };
  if (found.kind === 'invited') return { outcome: 'invited', memberId: found.invitation.memberId };
  return { outcome: 'member', memberId: found.memberId };
};

function refusalOf(error: unknown): Outcome {
  const refused = { outcome: 'refused', memberId: null } as const;
  if (error instanceof RosterError && error.is(ssoRequired)) return { ...refused, refusal: 'enforced-elsewhere' };
  if (error instanceof RosterError && error.is(ssoNotAdmitted)) {
    return { ...refused, refusal: error.details?.['reason'] as Outcome['refusal'] };
  }
  throw error;
}

function personOf({ claims, connection }: VouchedPerson): SsoTrialPerson {
  const trusted = verifiedEmail(claims, connection);
  const email = trusted ?? (typeof claims['email'] === 'string' ? claims['email'] : null);
  const { firstName, lastName } = namesOf(claims, email ?? '');
  return {
    subject: claims.sub,
    email,
    emailTrusted: trusted !== undefined,
    name: `${firstName} ${lastName}`.trim() || null,
    secondFactor: methodsOf(claims).includes('sso-mfa'),
  };
}
