/** What an account should have been charged, from the list of what happened to it alone. Nothing here is of the product. */
export interface ReferencePlan {
  readonly id: string;
  readonly price: number;
  readonly interval: 'month' | 'year';
  readonly included: Readonly<Record<string, number>>;
}

/** Days since 1970. */
type Day = number;
const DAY = 86_400_000;
export const toDay = (iso: string): Day => Date.parse(`${iso}T00:00:00Z`) / DAY;
export const toIso = (day: Day): string => new Date(day * DAY).toISOString().slice(0, 10);

const SEATS = [
  { pool: 'users', price: 4700, interval: 'month' },
  { pool: 'agents', price: 12000, interval: 'year' },
] as const;
type Pool = (typeof SEATS)[number]['pool'];

interface Planned {
  readonly plan: ReferencePlan;
  readonly from: Day;
  readonly extra: Readonly<Record<Pool, number>>;
}

export class Reference {
  readonly bought: Record<Pool, number> = { users: 0, agents: 0 };
  readonly taken: Record<Pool | 'desks', number> = { users: 1, agents: 0, desks: 0 };
  planned: Planned | null = null;
  private readonly anchor: Day;
  /** By day: the price of the plan, and the bought seats, at its end. */
  private readonly days: { readonly price: number; readonly bought: Record<Pool, number> }[] = [];

  constructor(
    public today: Day,
    public plan: ReferencePlan,
  ) {
    this.anchor = today;
  }

  takes(pool: Pool | 'desks', count: number): void {
    this.taken[pool] += count;
    if (pool !== 'desks')
      this.bought[pool] = Math.max(this.bought[pool], this.taken[pool] - (this.plan.included[pool] ?? 0));
  }

  /** The code of the refusal, or what is changed. */
  changes(plan: ReferencePlan): 'plan.too-small' | 'done' {
    if (plan.id === this.plan.id) this.planned = null;
    if (plan.id === this.plan.id) return 'done';
    if (this.taken.desks > (plan.included['desks'] ?? 0)) return 'plan.too-small';
    if (plan.id === this.planned?.plan.id) return 'done';
    if (plan.interval === this.plan.interval && plan.price > this.plan.price) {
      for (const { pool } of SEATS) {
        const more = Math.max(0, (plan.included[pool] ?? 0) - (this.plan.included[pool] ?? 0));
        this.bought[pool] -= Math.min(this.bought[pool], more);
      }
      this.plan = plan;
      this.planned = null;
      return 'done';
    }
    const from = this.endOf(this.plan.interval, this.today);
    this.planned = { plan, from, extra: this.extraFor(plan) };
    return 'done';
  }

  passes(days: number): void {
    for (let left = days; left > 0; left -= 1) {
      this.days.push({ price: this.plan.price, bought: { ...this.bought } });
      this.today += 1;
      if (this.endOf('month', this.today - 1) === this.today) this.beginMonth();
    }
  }

  /** What is paid for on each day, until the end of what has begun: `plan 2900`, `users 3`. */
  paid(): Map<string, number[]> {
    const paid = new Map<string, number[]>();
    const put = (what: string, at: number, count: number) => {
      const days = paid.get(what) ?? [];
      days[at] = (days[at] ?? 0) + count;
      if (count > 0) paid.set(what, days);
    };
    const fill = (interval: 'month' | 'year', what: string, count: number) => {
      for (let day = this.today; day < this.endOf(interval, this.today); day += 1) put(what, day - this.anchor, count);
    };
    this.days.forEach(({ price, bought }, at) => {
      if (price > 0) put(`plan ${price}`, at, 1);
      for (const { pool, price: unit } of SEATS) put(`${pool} ${unit}`, at, bought[pool]);
    });
    if (this.plan.price > 0) fill(this.plan.interval, `plan ${this.plan.price}`, 1);
    for (const { pool, price, interval } of SEATS) fill(interval, `${pool} ${price}`, this.bought[pool]);
    return paid;
  }

  /** Whole days of the period that has the day. */
  length(interval: 'month' | 'year', day: Day): number {
    let from = this.anchor;
    for (;;) {
      const to = this.endOf(interval, from);
      if (day < to) return to - from;
      from = to;
    }
  }

  private beginMonth(): void {
    const { planned, today } = this;
    if (planned?.from === today) {
      const extra = this.extraFor(planned.plan);
      const isHeld =
        this.taken.desks <= (planned.plan.included['desks'] ?? 0) &&
        SEATS.every(({ pool }) => extra[pool] <= planned.extra[pool]);
      if (isHeld) {
        this.plan = planned.plan;
        for (const { pool } of SEATS) this.bought[pool] += extra[pool];
      }
      this.planned = null;
    }
    for (const { pool, interval } of SEATS) {
      if (this.endOf(interval, today - 1) === today)
        this.bought[pool] = Math.max(0, this.taken[pool] - (this.plan.included[pool] ?? 0));
    }
  }

  private extraFor(plan: ReferencePlan): Record<Pool, number> {
    const extra = (pool: Pool) => Math.max(0, this.taken[pool] - (plan.included[pool] ?? 0) - this.bought[pool]);
    return { users: extra('users'), agents: extra('agents') };
  }

  /** The first day after the period that has the day, by counting months from the anchor. */
  private endOf(interval: 'month' | 'year', day: Day): Day {
    const start = new Date(this.anchor * DAY);
    for (let months = 0; ; months += interval === 'month' ? 1 : 12) {
      const [year, month] = [start.getUTCFullYear(), start.getUTCMonth() + months];
      const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
      const at = Date.UTC(year, month, Math.min(start.getUTCDate(), last)) / DAY;
      if (at > day) return at;
    }
  }
}
