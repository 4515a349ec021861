import { Injectable } from '@nestjs/common';

/** Whether this gateway is on its way out (it still answers, but sends everybody elsewhere), and who is still inside. */
@Injectable()
export class Draining {
  private begun = false;
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  get on(): boolean {
    return this.begun;
  }

  begin(): void {
    this.begun = true;
  }

  requestCame(): void {
    this.inside += 1;
  }

  requestLeft(): void {
    this.inside -= 1;
    if (this.inside === 0) for (const goOn of this.waiting.splice(0)) goOn();
  }

  /** Resolves once no request is inside. */
  async empty(): Promise<void> {
    if (this.inside > 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
