import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/**
 * Whether this gateway is stopping (it still answers, but tells clients to go elsewhere), and how many requests it still
 * answers.
 */
@Injectable()
export class Draining {
  private begun = false;
  private inside = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly leaving = new Set<() => void>();

  get on(): boolean {
    return this.begun;
  }

  begin(): void {
    this.begun = true;
    for (const leave of this.leaving) leave();
  }

  /** Leaves clients this time to hear that they should go elsewhere. */
  async pause(seconds: number): Promise<void> {
    await delay(seconds * 1_000);
  }

  /** Called when it begins, for answers that do not end by themselves. Returns a function that forgets it. */
  onBegin(leave: () => void): () => void {
    this.leaving.add(leave);
    return () => void this.leaving.delete(leave);
  }

  requestCame(): void {
    this.inside += 1;
  }

  requestLeft(): void {
    this.inside -= 1;
    if (this.inside === 0) for (const goOn of this.waiting.splice(0)) goOn();
  }

  /** Resolves once every request is answered. */
  async empty(): Promise<void> {
    if (this.inside > 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
