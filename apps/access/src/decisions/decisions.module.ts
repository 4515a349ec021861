import { Module } from '@nestjs/common';
import { AuthzenHandlers } from './authzen/authzen.handlers.js';
import { AuthzenService } from './authzen/authzen.service.js';
import { Names } from './authzen/names.js';
import { ResourceSearch } from './authzen/search/resource-search.js';
import { SearchService } from './authzen/search/search.service.js';
import { SubjectSearch } from './authzen/search/subject-search.js';
import { CatalogueHandlers } from './catalogue/catalogue.handlers.js';
import { CatalogueService } from './catalogue/catalogue.service.js';
import { ChecksHandlers } from './checks/checks.handlers.js';
import { ChecksService } from './checks/checks.service.js';
import { FiltersService } from './checks/filters.service.js';
import { FastChecks } from './checks/fast-checks.js';
import { QuestionResolver } from './checks/question-resolver.js';
import { HoldingsHandlers } from './holdings/holdings.handlers.js';
import { HoldingsService } from './holdings/holdings.service.js';
import { RecordsHandlers } from './records/records.handlers.js';
import { RecordsService } from './records/records.service.js';
import { Register } from './records/register.js';
import { AdministrationModule } from '../administration/administration.module.js';

/** Questions and answers: may this person do that to this record, and on which records may they do it? */
@Module({
  imports: [AdministrationModule],
  controllers: [HoldingsHandlers, ChecksHandlers, AuthzenHandlers, RecordsHandlers, CatalogueHandlers],
  providers: [
    AuthzenService,
    Names,
    ResourceSearch,
    SearchService,
    SubjectSearch,
    CatalogueService,
    ChecksService,
    FastChecks,
    QuestionResolver,
    FiltersService,
    HoldingsService,
    RecordsService,
    Register,
  ],
})
export class DecisionsModule {}
