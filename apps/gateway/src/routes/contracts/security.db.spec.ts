import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  changeSecuritySettings,
  confirmIpAuthorization,
  createSession,
  ipUnauthorized,
  requestIpAuthorization,
  revokeIpAddresses,
  revokeMemberIpAddresses,
  RosterError,
  type RpcContract,
} from '@roster/contracts';
import { bearer, startTestGateway, type TestGateway } from '../../testing/test-gateway.js';

let test: TestGateway;
let token: string;

beforeAll(async () => {
  test = await startTestGateway();
  ({ token } = test.peers.signIn());
});
afterAll(() => test.close());

const ids = ['01a20744-a8d2-74d5-95e7-055c200f5933', '01a20744-a8d2-74d5-95e7-055c200f5934'];
const memberId = '01a20744-a8d2-74d5-95e7-055c200f5935';

it.each<[string, string, object, RpcContract, object]>([
  ['DELETE', '/v1/me/ip-addresses', { ids }, revokeIpAddresses, { ids }],
  ['DELETE', `/v1/members/${memberId}/ip-addresses`, { ids }, revokeMemberIpAddresses, { memberId, ids }],
  ['POST', '/v1/ip-authorizations', { challenge: 'c' }, requestIpAuthorization, { challenge: 'c' }],
  ['POST', '/v1/ip-authorizations/confirm', { token: 't' }, confirmIpAuthorization, { token: 't' }],
])('%s %s passes on what it is sent, and answers with nothing', async (method, path, body, contract, input) => {
  const inputs: object[] = [];
  test.peers.answer(contract, (given) => {
    inputs.push({ ...given });
    return {};
  });
  expect(await test.ask(path, { method, headers: bearer(token), body })).toMatchObject({ status: 204, text: '' });
  expect(inputs).toEqual([input]);
});

it('the settings are changed one by one', async () => {
  const settings = { secondFactorRequired: true, ipRestrictions: false, sessionHours: 12, idleMinutes: 60 };
  test.peers.answer(changeSecuritySettings, (input) => ({ ...settings, ...input }));
  const body = { sessionHours: 8 };
  expect(await test.ask('/v1/settings/security', { method: 'PATCH', headers: bearer(token), body })).toMatchObject({
    status: 200,
    body: { ...settings, sessionHours: 8 },
  });
  const wrong = { sessionHours: 0, owner: true };
  expect(
    await test.ask('/v1/settings/security', { method: 'PATCH', headers: bearer(token), body: wrong }),
  ).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
});

it('a sign-in that waits for its address says so, with the challenge (SC-11)', async () => {
  test.peers.answer(createSession, () => {
    throw new RosterError(ipUnauthorized, undefined, { details: { challenge: 'c' } });
  });
  const body = { email: 'ada@example.com', password: 'a long enough password' };
  expect(await test.ask('/v1/sessions', { body })).toMatchObject({
    status: 403,
    body: { code: 'ip.unauthorized', details: { challenge: 'c' } },
  });
});
