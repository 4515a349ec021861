interface Round<T> {
  readonly result: Promise<T>;
  following: Promise<T> | undefined;
}

/**
 * Shares one read among callers who ask for the same thing at the same time. No caller gets data from before they
 * asked: a caller who comes while a read is running waits for the next one, which starts when the running one ends.
 */
export class SharedReads<T> {
  private readonly rounds = new Map<string, Round<T>>();

  constructor(private readonly readFresh: (key: string) => Promise<T>) {}

  read(key: string): Promise<T> {
    const running = this.rounds.get(key);
    if (!running) return this.start(key);
    const startNext = () => this.start(key);
    return (running.following ??= running.result.then(startNext, startNext));
  }

  private start(key: string): Promise<T> {
    const round: Round<T> = { result: this.readFresh(key), following: undefined };
    this.rounds.set(key, round);
    const forget = () => {
      if (!round.following) this.rounds.delete(key);
    };
    round.result.then(forget, forget);
    return round.result;
  }
}
