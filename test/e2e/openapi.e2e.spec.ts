import { beforeAll, describe, expect, it } from '@jest/globals';
import { allRpcs, CHANGES } from '@roster/contracts';
import { limitsOf } from '../../apps/gateway/src/docs/limits.js';
import { operationIdOf } from '../../apps/gateway/src/http/exposure/exposure.js';
import { routeTable } from '../../apps/gateway/src/routes/route-table.js';
import { sharedSystem } from '../harness/system.js';

interface Operation {
  readonly operationId: string;
  readonly 'x-permission'?: string;
  readonly summary: string;
  readonly description: string;
  readonly responses: Record<string, { readonly description: string }>;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

/** Requirements, promises and decisions have numbers that only readers of `docs` know. */
const INTERNAL = /\b(?:[A-Z]{2}-\d+|[PS]\d+|\w+\.md)\b/;

/** Answered by the gateway itself and documented all the same; its other routes of that kind are pages and health. */
const OWN = ['GET /.well-known/authzen-configuration'];

/** Contracts that the gateway asks on its own account: whose a session is, whether all is well, and what an account is. */
const OWN_CONTRACTS = /^rpc\.(?:identity\.session\.resolve|\w+\.health\.check|access\.(?:snapshot|check)\.(?!ask).+)$/;

describe('the OpenAPI document', () => {
  let document: {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, { properties?: Record<string, Record<string, unknown>> }> };
  };
  let operations: [string, Operation][];

  beforeAll(async () => {
    document = (await sharedSystem().api.get('/openapi.json')).body;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    );
  });

  it('says of each operation what it does, what it takes, and which refusals are its own', () => {
    const contracts = new Map(allRpcs().map((contract) => [operationIdOf(contract), contract]));
    for (const [route, { operationId, summary, description, 'x-permission': permission, responses }] of operations) {
      if (OWN.includes(route)) continue;
      expect(`${route} ${description}`).toContain(`${summary}.`);
      const isOpen = ['public', 'person', 'self'].includes(permission ?? '');
      const takes = isOpen ? /Open to everybody|Takes a session/ : `Takes the permission \`${permission}\``;
      expect(`${route} ${description}`).toMatch(takes);
      for (const { code, status } of contracts.get(operationId)?.errors ?? []) {
        expect(`${route} ${description}`).toContain(`\`${code}\``);
        expect(responses).toHaveProperty(String(status));
      }
    }
  });

  it('says in sentences what each operation does, besides its name', () => {
    const isSaid = ({ description = '' }: Operation): boolean => {
      const [, sentences = ''] = description.split('\n\n');
      return (
        sentences.endsWith('.') &&
        !/^(Takes the permission|Takes a session|Open to everybody|Its own refusals)/.test(sentences)
      );
    };
    expect(operations.flatMap(([route, operation]) => (isSaid(operation) ? [] : route))).toEqual([]);
  });

  it('has the routes that `npm run routes` prints, with the same permissions', () => {
    const printed = routeTable()
      .map(({ method, path, subject, access }) => ({
        route: `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`,
        access: subject === '-' ? undefined : access,
      }))
      .filter(({ route, access }) => access !== undefined || OWN.includes(route));
    const documented = operations.map(([route, operation]) => ({ route, access: operation['x-permission'] }));
    const byRoute = (one: { route: string }, other: { route: string }) => one.route.localeCompare(other.route);
    expect(documented.toSorted(byRoute)).toEqual(printed.toSorted(byRoute));
  });

  it('names each operation once, and each part of a path as such', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [route, { parameters = [] }] of operations) {
      const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const named = (place: string) => parameters.filter((each) => each.in === place).map(({ name }) => name);
      expect({ route, inPath: named('path').toSorted() }).toEqual({ route, inPath: inPath.toSorted() });
      expect({ route, both: named('query').filter((name) => inPath.includes(name)) }).toEqual({ route, both: [] });
    }
  });

  it('shows every limit that a service holds, also where it is a constant or inside a rule of ours', () => {
    const inputs = [...new Set([...allRpcs().map(({ input }) => input), ...Object.values(CHANGES)])];
    const held = inputs.flatMap((input) => limitsOf(input).map((limit) => ({ ...limit, input: input.name })));
    const schemas = ({ input, member }: (typeof held)[number]) =>
      [input, `${input}Body`]
        .map((name) => document.components.schemas[name]?.properties?.[member])
        .filter((schema) => schema !== undefined);
    const missing = held.filter((each) => schemas(each).some((schema) => schema[each.word] !== each.limit));
    expect(missing).toEqual([]);
    expect(held.filter((each) => schemas(each).length > 0).length).toBeGreaterThan(80);
  });

  it('never shows internal numbers', () => {
    const shown: string[] = [];
    JSON.stringify(document, (key, value: unknown) => {
      if (typeof value === 'string' && INTERNAL.test(value)) shown.push(`${key}: ${value}`);
      return value;
    });
    expect(shown).toEqual([]);
  });

  it('leaves out no contract that the gateway may ask', () => {
    const routed = new Set(routeTable().map(({ subject }) => subject));
    const asked = allRpcs().filter(
      ({ callers, subject }) => callers.includes('gateway') && !OWN_CONTRACTS.test(subject),
    );
    expect(asked.map(({ subject }) => subject).filter((subject) => !routed.has(subject))).toEqual([]);
  });
});
