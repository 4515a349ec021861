import type { Catalogue } from '../catalogue/catalogue.js';
import type { PropertyValue } from '../catalogue/definition.js';
import type { Properties } from './resolve-question.js';

/** The permission that a list of records is filtered by, where it depends on a property of the records. */
export interface VariantValues {
  /** In order: the first that matches a record applies. */
  readonly values: readonly VariantValue[];
  /** For records with any other value: the action itself, unless a property of the action chose a variant. */
  readonly otherwise: string;
}

export interface VariantValue {
  readonly property: string;
  readonly value: PropertyValue;
  readonly permission: string;
}

/**
 * The declared values of a record's property by which the permission has variants, with the permission that each value
 * means. A filter gives one predicate for each, and one for the rest. A permission that is not known stands for itself.
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
