import { describe, expect, it } from '@jest/globals';
import { loadPresets } from '../presets/index.js';
import { allEvents, toldOf, type Notice } from '../index.js';

const notices = allEvents().flatMap(({ subject, notices: own }) => own.map((notice) => ({ subject, ...notice })));

describe('what windows are told of events', () => {
  it('is shown by a permission that every product has, and heard by the gateway', () => {
    const presets = loadPresets();
    expect(notices.length).toBeGreaterThan(10);
    for (const { subject, noun, permission } of notices) {
      if (typeof permission !== 'string') continue;
      for (const name of presets.names) {
        const isKnown = presets.catalogue(name)?.find(permission) !== undefined;
        expect({ subject, noun, permission, name, isKnown }).toMatchObject({ isKnown: true });
      }
    }
    for (const { subject, listeners, notices: own } of allEvents()) {
      if (own.length > 0)
        expect({ subject, listeners }).toMatchObject({ listeners: expect.arrayContaining(['gateway']) });
    }
  });

  it('is never of records, which are listed again instead', () => {
    expect(
      notices.filter(({ noun, permission }) => noun === 'record' || String(permission).startsWith('records')),
    ).toEqual([]);
  });

  it('is an id and no more, of the event’s subject unless the contract says otherwise', () => {
    const notice: Notice = { noun: 'thing', permission: 'members:view' };
    const data = { version: 7, email: 'ada@example.com' };
    expect(
      toldOf([notice, { ...notice, id: () => undefined }, { ...notice, id: () => null }], { subject: 's', data }),
    ).toEqual([
      { noun: 'thing', permission: 'members:view', id: 's', version: 7 },
      { noun: 'thing', permission: 'members:view', id: null, version: 7 },
    ]);
  });
});
