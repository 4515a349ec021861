/** Shared values. Each is stored once, under a small number, as long as it is in use. */
export class Interned<T> {
  private readonly numbers = new Map<string, number>();
  private readonly uses: number[] = [];
  private readonly values: T[] = [];
  private readonly free: number[] = [];

  /** Values with the same key are equal. */
  constructor(private readonly keyOf: (value: T) => string) {}

  /** Counts one more use. */
  acquire(value: T): number {
    const key = this.keyOf(value);
    const known = this.numbers.get(key);
    if (known !== undefined) {
      this.uses[known] = (this.uses[known] ?? 0) + 1;
      return known;
    }
    const number = this.free.pop() ?? this.values.length;
    this.numbers.set(key, number);
    this.uses[number] = 1;
    this.values[number] = value;
    return number;
  }

  /** Removes one use. Returns the value if that was the last. */
  release(number: number): T | undefined {
    const left = (this.uses[number] ?? 0) - 1;
    this.uses[number] = left;
    const value = this.values[number];
    if (left > 0 || value === undefined) return undefined;
    this.numbers.delete(this.keyOf(value));
    this.free.push(number);
    return value;
  }

  at(number: number): T | undefined {
    return this.values[number];
  }

  inUse(): T[] {
    return this.values.filter((_, number) => this.isUsed(number));
  }

  /** By number: 1 where the value passes the test. */
  marks(isSuch: (value: T) => boolean): Uint8Array {
    const marks = new Uint8Array(this.values.length);
    this.values.forEach((value, number) => {
      if (this.isUsed(number) && isSuch(value)) marks[number] = 1;
    });
    return marks;
  }

  private isUsed(number: number): boolean {
    return (this.uses[number] ?? 0) > 0;
  }
}
