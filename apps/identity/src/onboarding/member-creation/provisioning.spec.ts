import { describe, expect, it } from '@jest/globals';
import { loadPresets, RosterError } from '@roster/contracts';
import { requireForm, requireInviting } from './provisioning.js';

const presets = loadPresets();
const NAMES = ['ortto', 'ontraport', 'botplatform', 'jaicp'];

const codeOf = (work: () => void): string => {
  try {
    work();
    return 'fine';
  } catch (error) {
    return error instanceof RosterError ? error.code : String(error);
  }
};

const each = (work: (preset: NonNullable<ReturnType<typeof presets.get>>) => void) =>
  NAMES.map((name) => codeOf(() => work(presets.get(name)!)));

describe('how members are created, product by product', () => {
  it('is by invitation, one by one or many at once', () => {
    expect(each((preset) => requireInviting(preset, 1))).toEqual(['fine', 'fine', 'fine', 'provisioning.unsupported']);
    expect(each((preset) => requireInviting(preset, 2))).toEqual([
      'fine',
      'request.invalid',
      'request.invalid',
      'provisioning.unsupported',
    ]);
  });

  it('is by a form, with a password or without, and with the active switch if the product has one', () => {
    const form = (input: { password?: string; active?: boolean }) => each((preset) => requireForm(preset, input));
    const none = 'provisioning.unsupported';
    expect(form({ password: 'x' })).toEqual([none, 'fine', 'fine', 'fine']);
    expect(form({})).toEqual([none, 'fine', 'fine', 'request.invalid']);
    expect(form({ password: 'x', active: false })).toEqual([
      none,
      'active-switch.unsupported',
      'active-switch.unsupported',
      'fine',
    ]);
  });
});
