import { beforeAll, describe, expect, it } from '@jest/globals';
import { InvitationsController } from '../invitations/invitations.controller.js';
import { IpAddressesController } from '../security/ip-addresses.controller.js';
import { describeNow } from './later.js';

beforeAll(() => describeNow());

/** What the documentation says of a route's refusals with this status. */
const said = (route: object, status: number): string => {
  const responses = Reflect.getMetadata('swagger/apiResponse', route) as Record<string, { description?: string }>;
  return responses[status]?.description ?? '';
};

describe('the refusals that go without saying in a contract', () => {
  const { listMine, listOf, confirm } = IpAddressesController.prototype;

  it('are told where a permission is needed, and where no key of the API is taken', () => {
    expect(said(listOf, 403)).toContain('`permission.denied`');
    expect(said(listMine, 403)).toContain('`permission.denied`');
    expect(said(confirm, 403)).not.toContain('`permission.denied`');
  });

  it('are told where a key of the API may be used elsewhere than in its own networks', () => {
    for (const route of [listOf, listMine, InvitationsController.prototype.accept])
      expect(said(route, 403)).toContain('`api-key.network`');
    expect(said(confirm, 403)).not.toContain('`api-key.network`');
  });
});
