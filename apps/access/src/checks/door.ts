import { Injectable } from '@nestjs/common';
import type { Admitted } from '@roster/client';
import {
  needsProject,
  needsRegister,
  throughDoor,
  type AskedQuestion,
  type Catalogue,
  type CompiledAccount,
  type RegisteredRecord,
} from '@roster/permissions';
import { Register, type RecordName } from '../records/register.js';

/** `registered`: a question about a record that names no project is asked in the one that the record is registered with. */
export type ProjectOf = 'asked' | 'registered';

/** Where questions come in: what they leave out is taken from the register, and variants of actions are chosen. */
@Injectable()
export class Door {
  constructor(private readonly register: Register) {}

  /** The register is read only where it could matter, and once for all of them. */
  async admit(
    { catalogue, accountId }: CompiledAccount,
    questions: readonly AskedQuestion[],
    projectOf: ProjectOf = 'asked',
  ): Promise<Admitted[]> {
    const sought = questions.filter(
      (question) =>
        needsRegister(catalogue, question) || (projectOf === 'registered' && needsProject(catalogue, question)),
    );
    const registered = await this.register.find(accountId, sought.flatMap(recordNamed));
    return questions.map((question) => {
      const [record] = recordNamed(question);
      return admitted(catalogue, question, record && registered(record), projectOf);
    });
  }
}

const recordNamed = ({ record }: AskedQuestion): RecordName[] =>
  record?.id === undefined ? [] : [{ type: record.type, id: record.id }];

/** A question as it comes through the door, where it is known already what is registered. */
export function admitted(
  catalogue: Catalogue,
  question: AskedQuestion,
  registered: RegisteredRecord | undefined,
  projectOf: ProjectOf,
): Admitted {
  const projectId = projectOf === 'registered' && needsProject(catalogue, question) ? registered?.projectId : undefined;
  return throughDoor(catalogue, projectId ? { ...question, projectId } : question, registered);
}
