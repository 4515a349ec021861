import { Injectable, type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { Catalogue, Permission } from '@roster/permissions';
import { Requires, type Requirement } from './requirement.js';

/** The requirements of all handlers, checked against the catalogues before the first request. */
@Injectable()
export class Requirements {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** Throws an error that names each handler whose requirement is incomplete, or names something unknown. */
  assertComplete(catalogues: readonly Catalogue[]): void {
    const problems = [...this.all()].flatMap(([place, requirement]) =>
      (problemOf(requirement, catalogues) ?? []).map((problem) => `${place}: ${problem}`),
    );
    if (problems.length > 0) throw new Error(`@RequirePermission is not complete\n  ${problems.join('\n  ')}`);
  }

  private *all(): Generator<[place: string, requirement: Requirement]> {
    for (const { metatype } of this.discovery.getControllers()) {
      if (!isClass(metatype)) continue;
      const ofAll = this.reflector.get(Requires, metatype);
      if (ofAll) yield [metatype.name, ofAll];
      const prototype: object = metatype.prototype;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const handler: unknown = Reflect.get(prototype, name);
        const required = isClass(handler) ? this.reflector.get(Requires, handler) : undefined;
        if (required) yield [`${metatype.name}.${name}`, required];
      }
    }
  }
}

const isClass = (value: unknown): value is Type<unknown> => typeof value === 'function';

function problemOf({ permission: key, about }: Requirement, catalogues: readonly Catalogue[]): string[] | undefined {
  const found = catalogues.flatMap((catalogue) => withVariants(catalogue, key));
  if (found.length === 0) return [`no preset has the permission "${key}"`];
  const problems: string[] = [];
  if (found.some(({ kind }) => kind === 'scoped') && !about.record && !about.list) {
    problems.push(`"${key}" may reach some records only: name its record, or say that it lists ({ list: true })`);
  }
  if (found.some(({ level }) => level === 'project') && !about.project) {
    problems.push(`"${key}" is asked about one project: say which ({ project: … })`);
  }
  return problems;
}

function withVariants(catalogue: Catalogue, key: string): Permission[] {
  const permission = catalogue.find(key);
  return permission ? [permission, ...permission.variants.map(({ index }) => catalogue.at(index))] : [];
}
