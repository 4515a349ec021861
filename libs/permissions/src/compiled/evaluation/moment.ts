/** The clock of one question and the next expiry that its answer leans on. One is used again and again. */
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
