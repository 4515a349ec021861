import { Injectable } from '@nestjs/common';
import type { ResolvedQuestion } from '@roster/client';
import { needsProject, needsRegister, type AskedQuestion, type CompiledAccount } from '@roster/permissions';
import { resolved, type ProjectOf } from '../../account/resolved-question.js';
import { Register, type RecordName } from '../records/register.js';

/** Completes questions from the register, and chooses variants of actions. */
@Injectable()
export class QuestionResolver {
  constructor(private readonly register: Register) {}

  /** Reads the register only where it could matter, and once for all questions. */
  async resolve(
    { catalogue, accountId }: CompiledAccount,
    questions: readonly AskedQuestion[],
    projectOf: ProjectOf = 'asked',
  ): Promise<ResolvedQuestion[]> {
    const sought = questions.filter(
      (question) =>
        needsRegister(catalogue, question) || (projectOf === 'registered' && needsProject(catalogue, question)),
    );
    const registered = await this.register.find(accountId, sought.flatMap(recordNamed));
    return questions.map((question) => {
      const [record] = recordNamed(question);
      return resolved(catalogue, question, record && registered(record), projectOf);
    });
  }
}

const recordNamed = ({ record }: AskedQuestion): RecordName[] =>
  record?.id === undefined ? [] : [{ type: record.type, id: record.id }];
