import { expect, it } from '@jest/globals';
import { newBackupCode, normaliseBackupCode } from './backup-code.js';

it('has two groups of five characters that are not easily confused, and no two codes are alike (S19)', () => {
  const codes = Array.from({ length: 1_000 }, newBackupCode);
  for (const code of codes) expect(code).toMatch(/^[2-9a-hjkmnp-z]{5}-[2-9a-hjkmnp-z]{5}$/);
  expect(new Set(codes).size).toBe(1_000);
});

it('is accepted however people type it', () => {
  const forms = ['abcde-23456', ' ABCDE 23456 ', 'abcde23456', 'AbCdE–23456'];
  expect(new Set(forms.map(normaliseBackupCode))).toEqual(new Set(['abcde23456']));
});
