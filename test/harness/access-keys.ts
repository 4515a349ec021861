import { AccessKeys, AccessSigner } from '@roster/client';
import { newAccessKeys } from '@roster/deploy';

const pair = newAccessKeys();

/** With these keys the tests of one worker can publish as access. */
export const accessSigner = new AccessSigner(pair.signing);
export const accessKeys = new AccessKeys(pair.public);

/** The same for services that a test starts. */
export const ACCESS_KEYS = { ACCESS_SIGNING_KEY: pair.signing, ACCESS_PUBLIC_KEY: pair.public };
