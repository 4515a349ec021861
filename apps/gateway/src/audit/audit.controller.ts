import { Readable } from 'node:stream';
import { Controller, Get, Post, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  exportAudit,
  listAudit,
  pastState,
  verifyAudit,
  type AuditPage,
  type AuditQuery,
  type AuditVerificationQuery,
  type CallContext,
  type PastStateQuery,
} from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../http/routes/call.js';
import { Exposes } from '../http/routes/exposes.js';
import { Input } from '../http/routes/input.js';
import { auditCsv } from './csv.js';

/** Entries that are fetched at once for an export. */
const PAGE = 200;

@ApiTags('Audit')
@Controller('v1')
export class AuditController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(listAudit, 'List what was changed, by whom and when')
  @Get('audit')
  list(@Input() query: AuditQuery, @Call() call: CallContext) {
    return this.rpc.call(listAudit, query, call);
  }

  /** All pages from the cursor on, unless a limit is given. The first one is there before the answer begins. */
  @Exposes(exportAudit, 'Take the audit trail away', { mediaType: 'text/csv' })
  @Get('audit.csv')
  async export(@Input() query: AuditQuery, @Call() call: CallContext): Promise<StreamableFile> {
    const first = await this.rpc.call(exportAudit, query.limit === undefined ? { ...query, limit: PAGE } : query, call);
    const pages = query.limit === undefined ? this.pages(query, first, call) : only(first);
    return new StreamableFile(Readable.from(lines(pages)), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: 'attachment; filename="audit.csv"',
    });
  }

  @Exposes(verifyAudit, 'Check that the audit trail is complete and unchanged')
  @Get('audit/verification')
  verify(@Input() query: AuditVerificationQuery, @Call() call: CallContext) {
    return this.rpc.call(verifyAudit, query, call);
  }

  @Exposes(pastState, 'Show what somebody could do at some time, and why', { idempotencyKey: 'ignored' })
  @Post('audit/state')
  state(@Input() input: PastStateQuery, @Call() call: CallContext) {
    return this.rpc.call(pastState, input, call);
  }

  private async *pages(query: AuditQuery, first: AuditPage, call: CallContext): AsyncGenerator<AuditPage> {
    yield first;
    for (let cursor = first.nextCursor; cursor !== null;) {
      const page = await this.rpc.call(exportAudit, { ...query, limit: PAGE, cursor }, call);
      yield page;
      cursor = page.nextCursor;
    }
  }
}

async function* only(page: AuditPage): AsyncGenerator<AuditPage> {
  yield page;
}

async function* lines(pages: AsyncIterable<AuditPage>): AsyncGenerator<string> {
  let header = true;
  for await (const { items } of pages) {
    yield auditCsv(items, { header });
    header = false;
  }
}
