import { Injectable } from '@nestjs/common';
import {
  RosterError,
  seatConsentRequired,
  seatLimitReached,
  ssoNotAdmitted,
  ssoRequired,
  tokenInvalid,
  type CallContext,
  type SignInAnswer,
  type SsoResponse,
} from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { AccessClient } from '../../neighbours/access.client.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { isTaken } from '../../core/database/violations.js';
import { answered } from '../../sign-in/gate/sign-in-gate.service.js';
import { ProvisioningService } from '../provisioning/provisioning.service.js';
import { SsoAdmissions } from './sso-admissions.js';
import type { SsoSignedIn } from './sso-provisioning.store.js';
import { RecognitionStore } from './recognition.store.js';
import { SsoQuestions, type VouchedPerson } from './sso-questions.js';

/** Sign-in through an identity provider: for members, for invited people, and for people who become members by it. */
@Injectable()
export class SsoSignInsService {
  constructor(
    private readonly access: AccessClient,
    private readonly admissions: SsoAdmissions,
    private readonly connections: ProvisioningService,
    private readonly database: Database,
    private readonly questions: SsoQuestions,
    private readonly recognition: RecognitionStore,
  ) {}

  async finish(input: SsoResponse, call: CallContext): Promise<SignInAnswer> {
    const vouched = await this.questions.answer(input, 'sign-in');
    const signedIn = await this.signIn(vouched, call).catch(async (error: unknown) => {
      if (mayConcernAll(error)) await this.connections.look(vouched.connection, call);
      throw error;
    });
    const applied = signedIn.envelope && (await this.access.applied(signedIn.envelope, call));
    const isBack = signedIn.envelope && vouched.connection.stoppedFor !== null;
    if (isBack) await this.connections.look(vouched.connection, call);
    const { session, ...answer } = answered(signedIn.answer);
    return session ? { session: { ...session, ...applied } } : answer;
  }

  /** Tries again if a parallel sign-in of the same person was faster, and finds what that one has created. */
  private async signIn(vouched: VouchedPerson, call: CallContext): Promise<SsoSignedIn> {
    try {
      return await this.signInOnce(vouched, call);
    } catch (error) {
      const isOvertaken = isTaken(error) || (error instanceof RosterError && error.is(tokenInvalid));
      if (!isOvertaken) throw error;
      return this.signInOnce(vouched, call);
    }
  }

  private async signInOnce(vouched: VouchedPerson, call: CallContext): Promise<SsoSignedIn> {
    const { accountId } = vouched.connection;
    const { account, found } = await this.database.inAccount(accountId, async (manager) => ({
      account: await findAccount(manager, accountId),
      found: await this.recognition.recognise(manager, vouched),
    }));
    return this.admissions.admit(vouched, account, found, call);
  }
}

/** Whether what one person met may be what everybody new meets. */
const mayConcernAll = (error: unknown): boolean =>
  error instanceof RosterError &&
  [ssoNotAdmitted, ssoRequired, seatLimitReached, seatConsentRequired].some((kind) => error.is(kind));
