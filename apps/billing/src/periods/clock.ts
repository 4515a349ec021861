/** The one clock of billing: whatever depends on the time asks it, so that a test can move through years. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
