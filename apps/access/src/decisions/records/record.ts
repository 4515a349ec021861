import type { ActPart, RegisteredRecordState } from '@roster/contracts';
import type { Catalogue } from '@roster/permissions';
import { invalid } from '@roster/service-kit';
import type { PropertyValue, RecordEntity } from '../../account/record.entity.js';

const MOST_PROPERTIES = 50;
/** The maximum size of a record's properties, in bytes of JSON. */
const LARGEST = 4_096;

/**
 * Whether decisions about records of this type look at the record: the feature has a scoped action, or variants by a
 * property.
 */
export const isRecordType = (catalogue: Catalogue, type: string): boolean => recordTypes(catalogue).includes(type);

/** All of them. */
export const recordTypes = ({ features }: Catalogue): string[] =>
  features
    .filter(({ permissions }) =>
      permissions.some(({ kind, variants }) => kind === 'scoped' || variants.some(({ of }) => of === 'resource')),
    )
    .map(({ key }) => key);

/**
 * The properties to store. Throws `request.invalid` for a value that no variant could depend on, and for too much data.
 */
export function keptProperties(properties: Readonly<Record<string, unknown>>): Record<string, PropertyValue> {
  const entries = Object.entries(properties).map(([name, value]) => {
    if (isPropertyValue(value)) return [name, value] as const;
    throw invalid({ path: `properties.${name}`, message: 'must be a text, a number, or true or false' });
  });
  const kept = Object.fromEntries(entries);
  const size = Buffer.byteLength(JSON.stringify(kept));
  if (entries.length > MOST_PROPERTIES || size > LARGEST) {
    throw invalid({ path: 'properties', message: `must be ${MOST_PROPERTIES} at most, of ${LARGEST} bytes in all` });
  }
  return kept;
}

const isPropertyValue = (value: unknown): value is PropertyValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

export const stateOf = ({
  type,
  id,
  ownerId,
  projectId,
  properties,
  updatedAt,
}: RecordEntity): RegisteredRecordState => ({
  type,
  id,
  ownerId,
  projectId,
  properties,
  updatedAt: updatedAt.toISOString(),
});

/** What of a registration has changed. Values of properties may be personal: only the names of those that changed are told. */
export function changedParts(before: RecordEntity | null, after: RecordEntity): ActPart[] {
  const was = before && !before.deletedAt ? before : null;
  const is = after.deletedAt ? null : after;
  const names = [...new Set([...Object.keys(was?.properties ?? {}), ...Object.keys(is?.properties ?? {})])];
  const properties = names.filter((name) => was?.properties[name] !== is?.properties[name]);
  const isSame = was?.ownerId === is?.ownerId && was?.projectId === is?.projectId && properties.length === 0;
  if (was && is && isSame) return [];
  const facts = (of: RecordEntity | null) => of && { ownerId: of.ownerId, projectId: of.projectId };
  const changed = is && properties.length > 0 && { properties };
  const id = `${after.type}:${after.id}`;
  return [{ kind: 'record', id, before: facts(was), after: is && { ...facts(is), ...changed } }];
}
