import { Select, type SelectProps } from '@mantine/core';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** A time zone by IANA's name. Typing narrows the list. */
export function ZoneSelect({ value, ...props }: Omit<SelectProps, 'data' | 'searchable'>) {
  const isListed = !value || ZONES.includes(value);
  return <Select data={isListed ? ZONES : [value, ...ZONES]} value={value ?? null} searchable limit={50} {...props} />;
}
