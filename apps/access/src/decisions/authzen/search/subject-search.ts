import { Injectable } from '@nestjs/common';
import { authzenQuestion, decided, isMemberType, namesIn, permissionOf } from '@roster/client';
import { readableEmail, type AuthzenFoundEntities, type AuthzenSubjectSearch } from '@roster/contracts';
import type { CompiledAccount } from '@roster/permissions';
import { Database } from '@roster/service-kit';
import { validate as isUuid } from 'uuid';
import { resolved } from '../../../account/resolved-question.js';
import { Register } from '../../records/register.js';
import { Names } from '../names.js';
import { BATCH, collect } from './collect.js';
import { SearchPage } from './page.js';

interface MemberRow {
  readonly id: string;
  readonly email: string;
}

/** Only active members: nobody else may do anything. */
const ACTIVE = `
  select id, email from members where account_id = $1 and standing = 'active' and id > $2 order by id limit ${BATCH}`;

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Finds the members who may do something. */
@Injectable()
export class SubjectSearch {
  constructor(
    private readonly database: Database,
    private readonly register: Register,
    private readonly names: Names,
  ) {}

  /**
   * Finds members. A `user` is answered by address if the caller may see members; otherwise, like a `member`, by the
   * member's id.
   */
  async find(
    account: CompiledAccount,
    actorId: string,
    { subject, resource, action, page: asked }: AuthzenSubjectSearch,
  ): Promise<AuthzenFoundEntities> {
    const { catalogue, accountId } = account;
    const page = SearchPage.of({ find: 'subject', type: subject.type, resource, action }, asked, isUuid);
    if (!isMemberType(subject.type) || !catalogue.find(permissionOf({ resource, action }))) return page.answer([]);
    const memberNamed = await this.names.find(
      account,
      namesIn(catalogue, { subject: { ...subject, id: '' }, resource }),
    );
    const registered = (await this.register.find(accountId, [resource]))(resource);
    const now = Date.now();
    const isWanted = ({ id: memberId }: MemberRow) => {
      const question = authzenQuestion(catalogue, memberId, { resource, action }, memberNamed);
      return decided(account, resolved(catalogue, question, registered, 'registered'), now).allowed;
    };
    const { rows, next } = await collect(page, { read: (after) => this.read(accountId, after), keyOf, isWanted });
    const byEmail = subject.type === 'user' && account.check({ memberId: actorId, permission: 'members:view' }, now);
    const results = rows.map(({ id, email }) => ({ type: subject.type, id: byEmail ? readableEmail(email) : id }));
    return page.answer(results, next);
  }

  private read(accountId: string, after: string): Promise<MemberRow[]> {
    return this.database.inAccount(accountId, (manager) => manager.query(ACTIVE, [accountId, after || BEFORE_ALL]));
  }
}

const keyOf = ({ id }: MemberRow): string => id;
