import { describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { blockedUntil, newTotpSecret, showTotp, stepOf } from './totp.js';

const secret = newTotpSecret();
const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1_000);
const codeAt = (seconds: number) =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: at(seconds).getTime() });

describe('a code', () => {
  it('matches the test vectors of RFC 6238, for six digits', () => {
    const known = Secret.fromLatin1('12345678901234567890').base32;
    expect(stepOf(known, '287082', new Date(59_000))).toBe(1);
    expect(stepOf(known, '081804', new Date(1_111_111_109_000))).toBe(37_037_036);
    expect(stepOf(known, '005924', new Date(1_234_567_890_000))).toBe(41_152_263);
  });

  it('is accepted one step before and after its own, and no further (S17)', () => {
    const step = stepOf(secret, codeAt(0), at(0));
    for (const seconds of [-30, 0, 30]) expect(stepOf(secret, codeAt(0), at(seconds))).toBe(step);
    for (const seconds of [-90, -60, 60, 90]) expect(stepOf(secret, codeAt(0), at(seconds))).toBeUndefined();
  });
});

it('is shown as a secret of 160 bits, as a link and as a picture', async () => {
  const shown = await showTotp({ issuer: 'Acme Mail', secret, email: 'ada@example.com' }, at(0));
  expect(shown.secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(shown.uri).toBe(
    `otpauth://totp/Acme%20Mail:ada%40example.com?issuer=Acme%20Mail&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
  );
  const [head, picture = ''] = shown.qrCode.split(',');
  expect(head).toBe('data:image/svg+xml;base64');
  expect(Buffer.from(picture, 'base64').toString()).toMatch(/^<svg /);
  expect(newTotpSecret()).not.toBe(secret);
});

it('after ten wrong codes, each further one doubles the wait (S18)', () => {
  const waits = [1, 9, 10, 11, 15, 19, 40].map((failures) => {
    const until = blockedUntil(failures, at(0));
    return until && (until.getTime() - at(0).getTime()) / 60_000;
  });
  expect(waits).toEqual([null, null, 1, 2, 32, 480, 480]);
});
