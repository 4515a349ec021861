import type { AuditEntry } from '@roster/contracts';
import { stringify } from 'csv-stringify/sync';

const COLUMNS = [
  'version',
  'step',
  'at',
  'actorKind',
  'actorId',
  'actorName',
  'actorEmail',
  'action',
  'targetType',
  'targetId',
  'targetName',
  'summary',
  'address',
  'userAgent',
  'requestId',
  'hash',
  'parts',
];

/**
 * The entries as lines of CSV (RFC 4180), with the names of the columns in the first, after the mark by which a
 * spreadsheet knows UTF-8. A cell that a spreadsheet would take for a formula is prefixed with an apostrophe (S61).
 */
export const auditCsv = (entries: readonly AuditEntry[], { header }: { header: boolean }): string =>
  stringify(entries.map(lineOf), {
    columns: COLUMNS,
    header,
    bom: header,
    escape_formulas: true,
    record_delimiter: 'windows',
  });

const lineOf = (entry: AuditEntry) => {
  const { actor, target } = entry;
  return [
    entry.version,
    entry.step,
    entry.at,
    actor.kind,
    actor.id,
    actor.name,
    actor.email,
    entry.action,
    target.type,
    target.id,
    target.name,
    entry.summary,
    entry.address,
    entry.userAgent,
    entry.requestId,
    entry.hash,
    entry.partsOmitted ? 'too large' : JSON.stringify(entry.parts),
  ];
};
