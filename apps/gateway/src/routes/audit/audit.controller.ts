import { Readable } from 'node:stream';
import { Controller, Get, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { exportAudit, type AuditPage, type AuditQuery, type CallContext } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../../http/exposure/call.js';
import { Exposes } from '../../http/exposure/exposure.js';
import { Input } from '../../http/exposure/input.js';
import { auditCsv } from './csv.js';

/** Entries in each page that an export fetches. */
const PAGE = 200;

@ApiTags('Audit')
@Controller('v1')
export class AuditController {
  constructor(private readonly rpc: RpcClient) {}

  /**
   * Sends all pages from the cursor on, unless a limit is given. The first is fetched before the answer begins, so that a
   * refusal is still a problem document.
   */
  @Exposes(exportAudit, 'Export the audit trail as CSV', { mediaType: 'text/csv' })
  @Get('audit.csv')
  async export(@Input() query: AuditQuery, @Call() call: CallContext): Promise<StreamableFile> {
    const first = await this.rpc.call(exportAudit, query.limit === undefined ? { ...query, limit: PAGE } : query, call);
    const pages = query.limit === undefined ? this.pages(query, first, call) : only(first);
    return new StreamableFile(Readable.from(lines(pages)), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: 'attachment; filename="audit.csv"',
    });
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
