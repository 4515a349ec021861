import { MIRROR_SCHEMA } from '@roster/client';

/** The service's tables: its records, and the mirror beside them for lists of many owners. */
export const SCHEMA: readonly string[] = [
  `create table contacts (
     account_id uuid not null,
     id uuid not null default gen_random_uuid(),
     owner_id uuid,
     name text not null,
     primary key (account_id, id)
   )`,
  'create index contacts_owners on contacts (account_id, owner_id, id)',
  ...MIRROR_SCHEMA,
];
