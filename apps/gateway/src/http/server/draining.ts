import { Injectable } from '@nestjs/common';

/** Whether this gateway is on its way out: it still answers, but asks everybody to come back elsewhere. */
@Injectable()
export class Draining {
  private begun = false;

  get on(): boolean {
    return this.begun;
  }

  begin(): void {
    this.begun = true;
  }
}
