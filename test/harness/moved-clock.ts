/** A clock that stands still until the test moves it. */
export class MovedClock {
  constructor(private at: Date = new Date()) {}

  now(): Date {
    return this.at;
  }

  /** To this moment. */
  set(at: string): void {
    this.at = new Date(at);
  }

  /** Forward. */
  pass(milliseconds: number): void {
    this.at = new Date(this.at.getTime() + milliseconds);
  }
}
