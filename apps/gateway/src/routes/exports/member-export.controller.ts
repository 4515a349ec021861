import { Controller, Get, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { exportMembers, type CallContext, type MemberQuery, type MemberRow } from '@roster/contracts';
import { RpcClient } from '@roster/service-kit';
import { Call } from '../../http/exposure/call.js';
import { Exposes } from '../../http/exposure/exposure.js';
import { Input } from '../../http/exposure/input.js';
import { csvFile, type CsvTable } from './csv-file.js';

const TABLE: CsvTable<MemberRow> = {
  id: ({ id }) => id,
  email: ({ email }) => email,
  firstName: ({ firstName }) => firstName,
  lastName: ({ lastName }) => lastName,
  status: ({ status }) => status,
  isOwner: ({ isOwner }) => isOwner,
  isBillingContact: ({ isBillingContact }) => isBillingContact,
  roles: ({ roles }) => namesOf(roles),
  teams: ({ teams }) => namesOf(teams),
  agentAccess: ({ agentAccess }) => agentAccess,
  twoFactor: ({ twoFactor }) => twoFactor,
  createdAt: ({ createdAt }) => createdAt,
  lastActiveAt: ({ lastActiveAt }) => lastActiveAt,
};

const namesOf = (things: readonly { name: string }[]): string => things.map(({ name }) => name).join('; ');

@ApiTags('Members')
@Controller('v1')
export class MemberExportController {
  constructor(private readonly rpc: RpcClient) {}

  @Exposes(exportMembers, 'Export the members as CSV', { mediaType: 'text/csv' })
  @Get('members.csv')
  async export(@Input() query: MemberQuery, @Call() call: CallContext): Promise<StreamableFile> {
    return csvFile('members.csv', TABLE, query, (page) => this.rpc.call(exportMembers, page, call));
  }
}
