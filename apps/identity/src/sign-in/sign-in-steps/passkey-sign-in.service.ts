import { Injectable } from '@nestjs/common';
import {
  normaliseEmail,
  passkeyInvalid,
  RosterError,
  type CallContext,
  type PasskeyDescriptor,
  type PasskeyOffer,
  type PasskeyOffered,
  type SignInAnswer,
  type SignInByPasskey,
} from '@roster/contracts';
import { Database } from '@roster/service-kit';
import { SignInGate } from '../gate/sign-in-gate.service.js';
import { decoyOf, toDescriptor } from '../../credentials/passkeys/passkey.js';
import { PasskeyStore } from '../../credentials/passkeys/passkey.store.js';
import { Secrets } from '../../core/secrets.js';

/** The challenge is bound to nothing, because at this point nobody is known yet. */
const ANYBODY = { purpose: 'sign-in', subject: '' } as const;

interface Offered {
  /** Null if the address has no passkey. */
  readonly credentialId: string | null;
  readonly transports: string[];
}

/** Sign-in with a passkey alone, which is two factors at once. */
@Injectable()
export class PasskeySignInService {
  constructor(
    private readonly database: Database,
    private readonly gate: SignInGate,
    private readonly passkeys: PasskeyStore,
    private readonly secrets: Secrets,
  ) {}

  async offer({ email }: PasskeyOffer): Promise<PasskeyOffered> {
    const allowed = email === undefined ? [] : await this.allowed(normaliseEmail(email) ?? email.toLowerCase());
    return { options: await this.passkeys.offer(allowed, ANYBODY) };
  }

  async signIn({ response, accountId }: SignInByPasskey, call: CallContext): Promise<SignInAnswer> {
    const challenge = await this.passkeys.answeredBy(response, ANYBODY);
    const passkey = await this.database.transaction((manager) =>
      this.passkeys.verify(manager, response, { challenge }),
    );
    if (!passkey) throw new RosterError(passkeyInvalid);
    const { id: passkeyId, userId } = passkey;
    return this.gate.enter({ userId, methods: ['passkey'], passkeyId }, accountId, call);
  }

  /**
   * The passkeys of an address. An address without any gets a made-up one, always the same. The query returns a row for
   * every address, and the row is handled alike, so that the time does not tell whether the address is known (S12).
   */
  private async allowed(email: string): Promise<PasskeyDescriptor[]> {
    const decoy = decoyOf(this.secrets.digest(email, { purpose: 'passkey-decoy', owner: '' }));
    const rows = await this.database.transaction((manager): Promise<Offered[]> =>
      manager.query(
        `select p.credential_id as "credentialId", coalesce(p.transports, '{internal}') as transports
           from (values ($1::text)) as asked (email)
             left join users u on u.email = asked.email
             left join passkeys p on p.user_id = u.id
           order by p.id`,
        [email],
      ),
    );
    return rows.map(({ credentialId, transports }) =>
      credentialId === null ? decoy : toDescriptor({ credentialId, transports }),
    );
  }
}
