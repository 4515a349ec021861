import { randomBytes } from 'node:crypto';
import type { Told } from '@roster/contracts';

/** What has happened in one account lately, in the order in which this gateway heard it. */
export class AccountEvents {
  private readonly kept = new Map<number, { readonly told: Told; readonly age: number }>();
  private newest = 0;
  /**
   * Part of each id. Another gateway has heard in another order, and after a gap some are missing, so ids from there or
   * from before must not be continued here.
   */
  private epoch = newEpoch();

  /** The position of the newest event; 0 where there is none yet. */
  get last(): number {
    return this.newest;
  }

  get size(): number {
    return this.kept.size;
  }

  /** `age`: its place among the events of all accounts. */
  add(told: Told, age: number): void {
    this.newest += 1;
    this.kept.set(this.newest, { told, age });
  }

  /** Returns the age of what was dropped. */
  dropOldest(): number | undefined {
    for (const [position, { age }] of this.kept) {
      this.kept.delete(position);
      return age;
    }
    return undefined;
  }

  /** Undefined where it is kept no longer. */
  at(position: number): Told | undefined {
    return this.kept.get(position)?.told;
  }

  /** For `Last-Event-ID`. It counts the events of this account alone. */
  idOf(position: number): string {
    return `${this.epoch}.${position}`;
  }

  /** The position of an id; undefined where what followed it is not known here, or not any more. */
  positionOf(id: string): number | undefined {
    const [epoch, digits = ''] = id.split('.');
    if (epoch !== this.epoch || !/^\d{1,15}$/.test(digits)) return undefined;
    const position = Number(digits);
    return position === this.newest || this.kept.has(position + 1) ? position : undefined;
  }

  /** Begins again, where something may have been missed. */
  renew(): void {
    this.kept.clear();
    this.epoch = newEpoch();
  }
}

const newEpoch = (): string => randomBytes(6).toString('base64url');
