import { Controller, Get, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { exportAudit, type AuditEntry, type AuditQuery, type CallContext } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../../http/exposure/call.js';
import { Exposes } from '../../http/exposure/exposure.js';
import { Input } from '../../http/exposure/input.js';
import { csvFile, type CsvTable } from './csv-file.js';

const TABLE: CsvTable<AuditEntry> = {
  columns: [
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
  ],
  cellsOf: ({ actor, target, ...entry }) => [
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
  ],
};

@ApiTags('Audit')
@Controller('v1')
export class AuditExportController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(exportAudit, 'Export the audit trail as CSV', { mediaType: 'text/csv' })
  @Get('audit.csv')
  async export(@Input() query: AuditQuery, @Call() call: CallContext): Promise<StreamableFile> {
    return csvFile('audit.csv', TABLE, query, (page) => this.rpc.call(exportAudit, page, call));
  }
}
