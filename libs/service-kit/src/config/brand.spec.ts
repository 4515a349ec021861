import { expect, it } from '@jest/globals';
import { loadPresets } from '@roster/contracts';
import { brandOf } from './brand.js';
import { loadConfig, ProcessConfig } from './config.js';

const brand = (settings: Record<string, string>) => brandOf(loadConfig(ProcessConfig, settings), loadPresets());

it('the name is the one in the settings, else that of the named preset, else our own', () => {
  expect(brand({ PRODUCT_NAME: 'Acme Mail', PRODUCT_PRESET: 'ortto' }).name).toBe('Acme Mail');
  expect(brand({ PRODUCT_PRESET: 'ortto' })).toEqual({
    name: 'Ortto',
    logoUrl: null,
    supportEmail: null,
    signInUrl: null,
    color: null,
  });
  expect(brand({}).name).toBe('Roster');
});

it('a preset that does not exist is refused, and the error names those that do', () => {
  expect(() => brand({ PRODUCT_PRESET: 'nothing' })).toThrow(/"nothing" is no preset. There are: .*ortto/);
});

it.each([
  ['PRODUCT_NAME', 'Acme\r\nBcc: all@evil.example'],
  ['PRODUCT_NAME', 'Acme <all@evil.example>'],
  ['PRODUCT_COLOR', 'red;} body {display:none'],
  ['PRODUCT_LOGO_URL', 'javascript:alert(1)'],
  ['SIGN_IN_URL', 'javascript:alert(1)'],
  ['SUPPORT_EMAIL', 'nobody'],
])('%s refuses %s', (name, value) => {
  expect(() => brand({ [name]: value })).toThrow(name);
});
