/**
 * The clock of one question, and the next expiry that its answer depends on. One object is reused for all questions.
 */
export class Moment {
  now = 0.5;
  until = Infinity;

  at(now: number): this {
    this.now = now;
    this.until = Infinity;
    return this;
  }

  isExpired(expiresAt: number): boolean {
    return expiresAt <= this.now;
  }

  leansOn(expiresAt: number): void {
    if (expiresAt < this.until) this.until = expiresAt;
  }
}
