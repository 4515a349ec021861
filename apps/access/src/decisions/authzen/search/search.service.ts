import { Injectable } from '@nestjs/common';
import { authzenQuestion, decided, type Evaluation, namesIn, subjectOf } from '@roster/client';
import type {
  AuthzenActionSearch,
  AuthzenFoundActions,
  AuthzenFoundEntities,
  AuthzenResourceSearch,
  AuthzenSubjectSearch,
  CallContext,
} from '@roster/contracts';
import type { CompiledAccount } from '@roster/permissions';
import { signedIn } from '@roster/service-kit';
import { requireAccount, requireView } from '../../../account/accounts/asker.js';
import { QuestionResolver } from '../../checks/question-resolver.js';
import { DecisionPoint } from '../../../ledger/feed/decision-point.js';
import { Names } from '../names.js';
import { SearchPage } from './page.js';
import { ResourceSearch } from './resource-search.js';
import { SubjectSearch } from './subject-search.js';

/** The searches of AuthZEN 1.0. They find exactly what an evaluation allows. A name that is not known finds nothing. */
@Injectable()
export class SearchService {
  constructor(
    private readonly decisions: DecisionPoint,
    private readonly resolver: QuestionResolver,
    private readonly names: Names,
    private readonly subjectSearch: SubjectSearch,
    private readonly resourceSearch: ResourceSearch,
  ) {}

  /** Asks about all members, so it takes `permissions:view`. */
  async subjects(search: AuthzenSubjectSearch, call: CallContext): Promise<AuthzenFoundEntities> {
    const { accountId, actor, deadline } = signedIn(call);
    const account = requireAccount(await this.decisions.account(accountId, search.atLeast, deadline));
    requireView(account, actor);
    return this.subjectSearch.find(account, actor.memberId, search);
  }

  async resources(search: AuthzenResourceSearch, call: CallContext): Promise<AuthzenFoundEntities> {
    const { account, memberId, memberNamed } = await this.asked(search, call);
    return this.resourceSearch.find(account, memberId, search, memberNamed);
  }

  /** The actions by the names they are asked about under. A variant is asked about under the name of its action. */
  async actions(search: AuthzenActionSearch, call: CallContext): Promise<AuthzenFoundActions> {
    const { account, memberId, memberNamed } = await this.asked(search, call);
    const { subject, resource } = search;
    const page = SearchPage.of({ find: 'action', subject, resource }, search.page, isCount);
    if (memberId === undefined) return page.answer([]);
    const names = actionNames(account, resource.type);
    const questions = await this.resolver.resolve(
      account,
      names.map((name) => authzenQuestion(account.catalogue, memberId, { resource, action: { name } }, memberNamed)),
      'registered',
    );
    const now = Date.now();
    const allowed = names.filter((_, index) => {
      const question = questions[index];
      return question !== undefined && decided(account, question, now).allowed;
    });
    const rest = allowed.slice(Number(page.after));
    const results = rest.slice(0, page.limit).map((name) => ({ name }));
    const seen = allowed.length - rest.length + results.length;
    return page.answer(results, seen < allowed.length ? String(seen) : undefined);
  }

  /** The member that a search is about, if the caller may ask about them. */
  private async asked(search: AuthzenResourceSearch | AuthzenActionSearch, call: CallContext) {
    const { accountId, actor, deadline } = signedIn(call);
    const account = requireAccount(await this.decisions.account(accountId, search.atLeast, deadline));
    const { subject, resource } = search;
    const named: Pick<Evaluation, 'subject' | 'resource'> = { subject, resource: { ...resource, id: '' } };
    const memberNamed = await this.names.find(account, namesIn(account.catalogue, named));
    const memberId = subjectOf(subject, memberNamed);
    if (memberId !== actor.memberId) requireView(account, actor);
    return { account, memberId, memberNamed };
  }
}

const isCount = (text: string): boolean => /^\d{1,5}$/.test(text);

/** The names of the actions, without those that are only variants of another. */
function actionNames({ catalogue }: CompiledAccount, type: string): string[] {
  const permissions = catalogue.features.find(({ key }) => key === type)?.permissions ?? [];
  const variants = new Set(permissions.flatMap((permission) => permission.variants.map(({ index }) => index)));
  return permissions.filter(({ index }) => !variants.has(index)).map(({ action }) => action);
}
