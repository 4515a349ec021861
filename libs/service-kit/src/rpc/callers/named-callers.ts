import {
  callerUnknown,
  inboxPrefix,
  isNamedKind,
  RosterError,
  type NamedCaller,
  type OtherUser,
  type RpcContract,
} from '@roster/contracts';

/** The users of other services that call under their names, as this service was configured. */
export class NamedCallers {
  private readonly byName: ReadonlyMap<string, NamedCaller>;

  constructor(users: readonly OtherUser[]) {
    const named = users.filter((user): user is NamedCaller => isNamedKind(user.kind));
    this.byName = new Map(named.map((user) => [user.name, user]));
  }

  /**
   * The inboxes that may get the answer to a question on this subject: the caller's own. Where the question will be
   * refused, the inboxes of every possible caller of that name.
   */
  inboxesOn(subject: string, { callers }: RpcContract): string[] {
    const name = nameIn(subject);
    const kind = this.byName.get(name)?.kind;
    const kinds = kind && callers.includes(kind) ? [kind] : callers.filter(isNamedKind);
    return kinds.map((each) => `${inboxPrefix(each, name)}.`);
  }

  /**
   * The caller on `rpc.access.record.put.crm`: only `crm` may publish there. Throws `caller.unknown` for a name that is
   * not known here, or of a kind that the contract is not open to.
   */
  callerOn(subject: string, { callers }: RpcContract): NamedCaller {
    const caller = this.byName.get(nameIn(subject));
    if (!caller || !callers.includes(caller.kind)) throw new RosterError(callerUnknown);
    return caller;
  }
}

/** `crm` in `rpc.access.record.put.crm`. */
const nameIn = (subject: string): string => subject.slice(subject.lastIndexOf('.') + 1);
