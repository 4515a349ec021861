import { describe, expect, it } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import { allRpcs } from '../index.js';

const routes = allRpcs().flatMap((contract) => (contract.http ? [{ contract, route: contract.http }] : []));

describe('the routes that contracts declare', () => {
  it('are asked for by the gateway', () => {
    const closed = routes.filter(({ contract }) => !contract.callers.includes('gateway'));
    expect(closed.map(({ contract }) => contract.subject)).toEqual([]);
  });

  it('are each declared once', () => {
    // A parameter's name makes no other route.
    const places = routes.map(({ route: { method, path } }) => `${method} ${path.replaceAll(/:\w+/g, ':')}`);
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  });

  it('have in their path only what the input has as a member', () => {
    for (const { contract, route } of routes) {
      const rules = getMetadataStorage().getTargetValidationMetadatas(contract.input, '', false, false);
      const members = rules.map(({ propertyName }) => propertyName);
      const parameters = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
      const unknown = [...parameters, ...(route.names ?? [])].filter((name) => !members.includes(name));
      expect({ path: route.path, unknown }).toEqual({ path: route.path, unknown: [] });
    }
  });
});
