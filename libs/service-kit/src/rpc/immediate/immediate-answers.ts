import type { RpcContract } from '@roster/contracts';

/**
 * Answers a request, as JSON, from what is in memory, without waiting for anything. Undefined where it cannot, or will not say
 * what is wrong with the request: then the contract's handler does.
 */
export type ImmediateAnswer = (body: object) => string | undefined;

/**
 * What can be answered at once, ahead of the handlers: a handler's way through Nest costs several times what a decision
 * does. Who provides an answer sees to it that it is the handler's.
 */
export class ImmediateAnswers {
  private readonly bySubject = new Map<string, ImmediateAnswer>();

  /** Only for contracts between services: no permission is checked before it. */
  provide({ subject, permission }: RpcContract, answer: ImmediateAnswer): void {
    if (typeof permission === 'string' || permission.open !== 'service') {
      throw new Error(`${subject} is not open to every service: its handler must be asked`);
    }
    if (this.bySubject.has(subject)) throw new Error(`${subject} has two immediate answers`);
    this.bySubject.set(subject, answer);
  }

  for(subject: string): ImmediateAnswer | undefined {
    return this.bySubject.get(subject);
  }
}
