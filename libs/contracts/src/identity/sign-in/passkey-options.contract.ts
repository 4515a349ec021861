export class RelyingParty {
  id?: string;
  name!: string;
}

export class PasskeyUser {
  id!: string;
  name!: string;
  displayName!: string;
}

export class PasskeyAlgorithm {
  type!: 'public-key';
  /** A COSE algorithm. */
  alg!: number;
}

export class PasskeyDescriptor {
  id!: string;
  type!: 'public-key';
  transports?: string[];
}

export class AuthenticatorSelection {
  residentKey?: 'discouraged' | 'preferred' | 'required';
  requireResidentKey?: boolean;
  userVerification?: 'discouraged' | 'preferred' | 'required';
}

/** For `PublicKeyCredential.parseCreationOptionsFromJSON` and then `navigator.credentials.create` (WebAuthn Level 3). */
export class PasskeyCreationOptions {
  rp!: RelyingParty;
  user!: PasskeyUser;
  challenge!: string;
  pubKeyCredParams!: PasskeyAlgorithm[];
  /** In milliseconds. */
  timeout?: number;
  excludeCredentials?: PasskeyDescriptor[];
  authenticatorSelection?: AuthenticatorSelection;
  attestation?: 'none';
}

/** For `PublicKeyCredential.parseRequestOptionsFromJSON` and then `navigator.credentials.get`. */
export class PasskeyRequestOptions {
  challenge!: string;
  /** In milliseconds. */
  timeout?: number;
  rpId?: string;
  /** Empty: any passkey that the person has for this name. */
  allowCredentials?: PasskeyDescriptor[];
  userVerification?: 'discouraged' | 'preferred' | 'required';
}
