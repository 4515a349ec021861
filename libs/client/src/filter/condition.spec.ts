import { describe, expect, it } from '@jest/globals';
import { RosterError } from '@roster/contracts';
import { filterQuery } from './filter-query.js';
import { filterSql } from './filter-sql.js';
import type { Reach, RecordFilter } from './record-filter.js';

const member = '00000002-0000-4000-8000-000000000001';
const project = '00000005-0000-4000-8000-000000000000';
const filterOf = (reach: Reach, more: Partial<RecordFilter> = {}): RecordFilter => ({
  accountId: '00000001-0000-4000-8000-000000000000',
  version: 7,
  now: 1_000,
  reach,
  variants: [],
  ...more,
});
const owners = (unowned = false): Reach => ({ kind: 'owners', ownerIds: [member], unowned });
const columns = { owner: 'c.owner_id' };

class Builder {
  readonly expressionMap = { wheres: [] as { type: string }[] };
  condition = '';
  parameters: Record<string, unknown> = {};

  andWhere(condition: string, parameters: Record<string, unknown> = {}) {
    Object.assign(this, { condition, parameters });
    return this;
  }
}

describe('A filter as SQL', () => {
  it('is a plain yes or no where the records do not matter', () => {
    expect(filterSql(filterOf({ kind: 'none', reason: 'no_grant' }), columns)).toEqual({ sql: 'false', values: [] });
    expect(filterSql(filterOf({ kind: 'all' }), columns)).toEqual({ sql: 'true', values: [] });
  });

  it('numbers its parameters after those of the statement', () => {
    expect(filterSql(filterOf(owners()), columns, { first: 4 })).toEqual({
      sql: '"c"."owner_id" = any(cast($4 as uuid[]))',
      values: [[member]],
    });
    expect(filterSql(filterOf(owners(true)), columns).sql).toBe(
      '("c"."owner_id" = any(cast($1 as uuid[])) or "c"."owner_id" is null)',
    );
  });

  it('quotes names, whatever they contain', () => {
    const { sql } = filterSql(filterOf(owners()), { owner: 'x" = x or "y' });
    expect(sql).toBe('"x"" = x or ""y" = any(cast($1 as uuid[]))');
  });

  it('asks for a column that it needs rather than leave the condition out', () => {
    const inProject = filterOf({ kind: 'all', projectId: project });
    expect(() => filterSql(inProject, columns)).toThrow('name the column of the project');
    expect(filterSql(inProject, { ...columns, project: false }).sql).toBe('true');
    expect(filterSql(inProject, { ...columns, project: 'project_id' }).sql).toBe(
      '("project_id" is null or "project_id" = cast($1 as uuid))',
    );
    const archived = { property: 'status', value: 'archived', reach: { kind: 'all' } } as const;
    const varied = filterOf(owners(), { variants: [archived] });
    expect(() => filterSql(varied, columns)).toThrow('variants by "status"');
    expect(filterSql(varied, { ...columns, properties: { status: 'status' } })).toEqual({
      sql: '(("status" = $1 and true) or ("status" <> $2 and "c"."owner_id" = any(cast($3 as uuid[]))))',
      values: ['archived', 'archived', [member]],
    });
  });

  it('is refused from the instant at which something in it expires', () => {
    const filter = filterOf(owners(), { until: 1_050 });
    expect(filterSql(filter, columns, { clock: () => 1_049 }).values).toHaveLength(1);
    for (const late of [1_050, 2_000]) {
      let code = '';
      try {
        filterSql(filter, columns, { clock: () => late });
      } catch (error) {
        code = error instanceof RosterError ? error.code : String(error);
      }
      expect(code).toBe('check.stale');
    }
  });

  it('gives each filter of one query its own parameter names', () => {
    const [one, other] = [new Builder(), new Builder()].map((query) => filterQuery(query, filterOf(owners()), columns));
    expect(Object.keys(one!.parameters)).toHaveLength(1);
    expect(one!.condition).toContain(`:${Object.keys(one!.parameters)[0]} `);
    expect(Object.keys(one!.parameters)).not.toEqual(Object.keys(other!.parameters));
  });

  it('is not added to a query in which a condition joined by OR would bypass it', () => {
    const query = new Builder();
    query.expressionMap.wheres.push({ type: 'simple' }, { type: 'or' });
    expect(() => filterQuery(query, filterOf(owners()), columns)).toThrow('joined by OR');
    expect(query.condition).toBe('');
  });
});
