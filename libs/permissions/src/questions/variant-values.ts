import type { Catalogue } from '../catalogue/catalogue.js';
import type { PropertyValue } from '../catalogue/definition.js';
import type { Properties } from './resolve-question.js';

/** Which permission a list of records is to be filtered by, where that depends on a property of theirs. */
export interface VariantValues {
  /** In order: the first that fits a record is the one. */
  readonly values: readonly VariantValue[];
  /** For records with any other value: the action itself, unless the action's own properties chose a variant. */
  readonly otherwise: string;
}

export interface VariantValue {
  readonly property: string;
  readonly value: PropertyValue;
  readonly permission: string;
}

/**
 * The declared values of a resource property by which the permission has variants, and which permission each of them is:
 * a filter answers one predicate for each, and one for the rest. A key that is not known is its own.
 */
export function variantValues(catalogue: Catalogue, key: string, actionProperties: Properties = {}): VariantValues {
  const values: VariantValue[] = [];
  for (const { of, property, value, index } of catalogue.find(key)?.variants ?? []) {
    const permission = catalogue.at(index).key;
    if (of === 'resource') {
      values.push({ property, value, permission });
    } else if (Object.hasOwn(actionProperties, property) && actionProperties[property] === value) {
      return { values, otherwise: permission };
    }
  }
  return { values, otherwise: key };
}
