import { describe, expect, it } from '@jest/globals';
import { Nothing } from './common.contract.js';
import { readOtherUsers } from './bus-users.js';
import { allEvents, allRpcs, isTrusted, rpc } from './contract.js';
import { CALLERS, isUserKind, NAMED_KINDS } from './naming.js';

const ACCOUNT = '01990000-0000-7000-8000-00000000000A';
const crm = { name: 'crm', kind: 'keeper', recordTypes: ['contacts'], accounts: [ACCOUNT] };
const ledger = { name: 'ledger', kind: 'back-office', accounts: 'all' };

describe('users of other services', () => {
  it('have a name, a kind, and what they may touch', () => {
    const users = readOtherUsers(JSON.stringify([crm, ledger, { name: 'reports', kind: 'service', accounts: 'all' }]));
    expect(users).toEqual([
      { ...crm, accounts: [ACCOUNT.toLowerCase()] },
      { ...ledger, recordTypes: [] },
      { name: 'reports', kind: 'service', recordTypes: 'all', accounts: 'all' },
    ]);
    expect(readOtherUsers('[]')).toEqual([]);
  });

  it('are read as they are written', () => {
    const users = readOtherUsers(JSON.stringify([crm, ledger, { name: 'reports', kind: 'service' }]));
    expect(readOtherUsers(JSON.stringify(users))).toEqual(users);
  });

  it.each([
    ['{', 'it is not JSON'],
    ['{}', 'it must be a list of users'],
    ['["crm"]', 'user 1 must be an object'],
    [[{ ...crm, name: 7 }], 'user 1: name must be a name such as crm'],
    [[{ ...crm, name: 'crm.files' }], 'user 1: name must be a name such as crm'],
    [[{ ...crm, name: '*' }], 'user 1: name must be a name such as crm'],
    [[{ ...crm, name: '>' }], 'user 1: name must be a name such as crm'],
    [[{ ...crm, name: 'c_rm' }], 'user 1: name must be a name such as crm'],
    [[{ ...crm, name: undefined }], 'user 1: name must be a name such as crm'],
    ...[...CALLERS, 'declarer'].map((name) => [[{ ...crm, name }], `user 1: name must not be ${name}`] as const),
    [[ledger, crm, crm], 'user 3: name must not be crm, which user 2 has'],
    [[{ ...crm, kind: 'keepr' }], 'user 1 (crm): kind must be service, keeper or back-office'],
    [[{ ...crm, kind: undefined }], 'user 1 (crm): kind must be service, keeper or back-office'],
    [[{ ...crm, limits: [] }], 'user 1 (crm): limits is not known'],
    [[{ ...crm, accounts: undefined }], 'user 1 (crm): accounts must be "all" or a list of ids of accounts'],
    [[{ ...crm, accounts: 'some' }], 'user 1 (crm): accounts must be "all" or a list of ids of accounts'],
    [[{ ...crm, accounts: ['7'] }], 'user 1 (crm): accounts must be "all" or a list of ids of accounts'],
    [[{ ...crm, accounts: [ACCOUNT, ACCOUNT.toLowerCase()] }], 'user 1 (crm): accounts must name each account once'],
    [[{ ...crm, recordTypes: undefined }], 'user 1 (crm): recordTypes must be "all" or a list of types of records'],
    [[{ ...crm, recordTypes: [''] }], 'user 1 (crm): recordTypes must be "all" or a list of types of records'],
    [[{ ...crm, recordTypes: ['con#tacts'] }], 'user 1 (crm): recordTypes must be "all" or a list of types of records'],
    [[{ ...crm, recordTypes: ['a', 'a'] }], 'user 1 (crm): recordTypes must name each type once'],
    [[{ ...ledger, recordTypes: 'all' }], 'user 1 (ledger): recordTypes is not for a back-office, which touches none'],
    [
      [{ ...crm, kind: 'service' }],
      'user 1 (crm): recordTypes is not for a service: it reads without saying its name, so nobody could keep it to that',
    ],
    [
      [{ name: 'crm', kind: 'service', accounts: [] }],
      'user 1 (crm): accounts is not for a service: it reads without saying its name, so nobody could keep it to that',
    ],
    [[{ ...crm, name: 'x'.repeat(100_001) }], 'it is larger than 100,000 characters'],
  ])('are refused as %j: %s', (given, problem) => {
    const text = typeof given === 'string' ? given : JSON.stringify(given);
    expect(() => readOtherUsers(text)).toThrow(problem);
  });

  it('are refused with all that is wrong in one message', () => {
    const wrong = [
      { ...crm, kind: 'keepr', accounts: 7 },
      { ...ledger, name: '' },
    ];
    expect(() => readOtherUsers(JSON.stringify(wrong))).toThrow(
      new Error(
        [
          'user 1 (crm): kind must be service, keeper or back-office',
          'user 2: name must be a name such as crm: small letters, digits and hyphens, 40 at most',
        ].join('; '),
      ),
    );
  });

  it('are not their own prototype', () => {
    const [odd] = readOtherUsers(JSON.stringify([{ ...crm, name: 'constructor' }]));
    expect(odd?.name).toBe('constructor');
    expect(() => readOtherUsers('[{"__proto__":{"kind":"keeper"},"name":"crm"}]')).toThrow(/kind must be/);
  });
});

describe('a contract that other services may call', () => {
  const made = { context: 'access', noun: 'made', verb: 'up', input: Nothing, output: Nothing } as const;

  it.each(NAMED_KINDS)('by their names (%s) is open to nobody without one, and asks for no actor', (kind) => {
    const open = { permission: { open: 'service' } } as const;
    expect(rpc({ ...made, ...open, callers: ['gateway', kind] }).errors.map(({ code }) => code)).toEqual([
      'caller.unknown',
      'caller.limited',
    ]);
    expect(() => rpc({ ...made, ...open, callers: ['service', kind] })).toThrow(/rpc\.access\.made\.up/);
    expect(() => rpc({ ...made, permission: { open: 'self' }, callers: [kind] })).toThrow(/rpc\.access\.made\.up/);
    expect(() => rpc({ ...made, permission: 'members:view', callers: [kind] })).toThrow(/rpc\.access\.made\.up/);
  });

  it.each(CALLERS)('takes no header’s word for who acts: %s', (caller) => {
    expect(isTrusted({ callers: ['identity', caller] })).toBe(!isUserKind(caller));
  });

  it('asks for no actor, in all contracts that there are', () => {
    const others = allRpcs().filter((contract) => !isTrusted(contract));
    expect(others.map(({ permission }) => permission)).toEqual(others.map(() => ({ open: 'service' })));
  });

  it('and every other has four words, so that a name below it is nobody else’s subject', () => {
    for (const { subject } of allRpcs()) expect(subject.split('.')).toHaveLength(4);
  });

  it('is heard by back offices in no event', () => {
    expect(allEvents().filter(({ listeners }) => listeners.includes('back-office'))).toEqual([]);
  });
});
