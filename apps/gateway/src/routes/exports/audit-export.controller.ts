import { Controller, Get, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { exportAudit, type AuditEntry, type AuditQuery, type CallContext } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../../http/exposure/call.js';
import { Exposes } from '../../http/exposure/exposure.js';
import { Input } from '../../http/exposure/input.js';
import { csvFile, type CsvTable } from './csv-file.js';

const TABLE: CsvTable<AuditEntry> = {
  version: ({ version }) => version,
  step: ({ step }) => step,
  at: ({ at }) => at,
  actorKind: ({ actor }) => actor.kind,
  actorId: ({ actor }) => actor.id,
  actorName: ({ actor }) => actor.name,
  actorEmail: ({ actor }) => actor.email,
  action: ({ action }) => action,
  targetType: ({ target }) => target.type,
  targetId: ({ target }) => target.id,
  targetName: ({ target }) => target.name,
  summary: ({ summary }) => summary,
  address: ({ address }) => address,
  userAgent: ({ userAgent }) => userAgent,
  requestId: ({ requestId }) => requestId,
  hash: ({ hash }) => hash,
  parts: ({ partsOmitted, parts }) => (partsOmitted ? 'too large' : JSON.stringify(parts)),
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
