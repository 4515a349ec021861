/** The first is the owner; the last two are invited and have not come in yet. */
export const PEOPLE = [
  'Olivia Hart',
  'Amir Haddad',
  'Bea Lindqvist',
  'Chidi Okafor',
  'Dana Novák',
  'Emil Sørensen',
  'Fatima Zahra',
  'Grace Tan',
  'Hugo Martín',
  'Ines Carvalho',
  'Jonas Weber',
  'Kavya Rao',
].map((name) => {
  const [firstName = '', lastName = ''] = name.split(' ');
  return { firstName, lastName };
});

export type DemoPerson = (typeof PEOPLE)[number];

/** `amir.haddad@northwind.example`, in plain letters; `run` keeps the accounts of two runs apart. */
export const addressOf = ({ firstName, lastName }: DemoPerson, run: string): string =>
  `${firstName}.${lastName}@northwind-${run}.example`
    .toLowerCase()
    .replaceAll('ø', 'o')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '');
