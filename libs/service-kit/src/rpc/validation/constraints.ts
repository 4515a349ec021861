import { getMetadataStorage, IS_OPTIONAL, ValidationTypes } from 'class-validator';

export interface ItemConstraint {
  readonly name: string;
  accepts(item: unknown): boolean;
}

/** The validation rules that a DTO's decorators declare on its properties. */
export function rulesOf(target: object) {
  return getMetadataStorage().getTargetValidationMetadatas(target.constructor, '', false, false);
}

export type Rule = ReturnType<typeof rulesOf>[number];

export const isNested = (rule: Rule): boolean => rule.type === ValidationTypes.NESTED_VALIDATION;

export const mayBeLeftOut = (rule: Rule): boolean => rule.name === IS_OPTIONAL;

/** The rules with `each: true` on a property, in a form that checks a single item. */
export function eachConstraints(target: object, property: string): ItemConstraint[] {
  return rulesOf(target)
    .filter((rule) => rule.propertyName === property && rule.each && rule.type === ValidationTypes.CUSTOM_VALIDATION)
    .flatMap((rule) =>
      getMetadataStorage()
        .getTargetValidatorConstraints(rule.constraintCls)
        .map(({ name, instance }) => ({
          name,
          accepts: (item: unknown) => {
            const { constraints } = rule;
            const args = { value: item, constraints, targetName: target.constructor.name, object: target, property };
            return Boolean(instance.validate(item, args));
          },
        })),
    );
}
