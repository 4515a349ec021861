import {
  callerUnknown,
  inboxPrefix,
  isNamedKind,
  RosterError,
  type NamedCaller,
  type OtherUser,
  type RpcContract,
} from '@roster/contracts';

/** Other services' users that ask under their names, as this service was told of them. */
export class NamedCallers {
  private readonly byName: ReadonlyMap<string, NamedCaller>;

  constructor(users: readonly OtherUser[]) {
    const named = users.filter((user): user is NamedCaller => isNamedKind(user.kind));
    this.byName = new Map(named.map((user) => [user.name, user]));
  }

  /**
   * The inboxes to which a question on such a subject is answered: the asker's own; where it will be refused, that of
   * anybody of that name who may ask.
   */
  inboxesOn(subject: string, { callers }: RpcContract): string[] {
    const name = nameIn(subject);
    const kind = this.byName.get(name)?.kind;
    const kinds = kind && callers.includes(kind) ? [kind] : callers.filter(isNamedKind);
    return kinds.map((each) => `${inboxPrefix(each, name)}.`);
  }

  /**
   * Who asks on `rpc.access.record.put.crm`: the bus lets nobody but `crm` publish there. Throws `caller.unknown` for one
   * that is not known here, or is of a kind that the contract is not open to.
   */
  callerOn(subject: string, { callers }: RpcContract): NamedCaller {
    const caller = this.byName.get(nameIn(subject));
    if (!caller || !callers.includes(caller.kind)) throw new RosterError(callerUnknown);
    return caller;
  }
}

/** `crm` in `rpc.access.record.put.crm`. */
const nameIn = (subject: string): string => subject.slice(subject.lastIndexOf('.') + 1);
