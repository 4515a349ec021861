import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  acceptInvitation,
  confirmIpAuthorization,
  listIpAddresses,
  listMemberIpAddresses,
  type RpcContract,
} from '@roster/contracts';
import { declaredRoutes } from '../http/exposure/declared-routes.js';
import { controllers } from '../routes/controllers.js';
import { describeRoutes } from './documentation.js';

const routes = declaredRoutes(controllers);

beforeAll(() => describeRoutes(routes));

/** What the documentation says of the refusals with this status of a contract's route. */
const said = ({ subject }: Pick<RpcContract, 'subject'>, status: number): string => {
  const route = routes.find(({ exposure }) => exposure?.contract.subject === subject)!;
  const responses = Reflect.getMetadata('swagger/apiResponse', route.controller.prototype[route.name]) as Record<
    string,
    { description?: string }
  >;
  return responses[status]?.description ?? '';
};

it('Each route says in sentences what it does, besides its name', () => {
  const sentences = (route: (typeof routes)[number]) =>
    route.exposure ? (route.exposure.contract.description ?? '') : 'Its own.';
  expect(
    routes.filter((route) => !/\w.*\.$/.test(sentences(route))).map(({ method, path }) => `${method} ${path}`),
  ).toEqual([]);
});

describe('the refusals that go without saying in a contract', () => {
  it('are told where a permission is needed, and where no key of the API is taken', () => {
    expect(said(listMemberIpAddresses, 403)).toContain('`permission.denied`');
    expect(said(listIpAddresses, 403)).toContain('`permission.denied`');
    expect(said(confirmIpAuthorization, 403)).not.toContain('`permission.denied`');
  });

  it('are told where a key of the API may be used elsewhere than in its own networks', () => {
    for (const route of [listMemberIpAddresses, listIpAddresses, acceptInvitation])
      expect(said(route, 403)).toContain('`api-key.network`');
    expect(said(confirmIpAuthorization, 403)).not.toContain('`api-key.network`');
  });
});
