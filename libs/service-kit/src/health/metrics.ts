import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Observe } from '@roster/client';

/** The process's metrics, in the text format of Prometheus. */
export class Metrics {
  readonly registry = new Registry();
  private readonly served = this.calls('roster_rpc_served_seconds', 'Time to answer a call from the bus');
  private readonly called = this.calls('roster_rpc_called_seconds', 'Time until a call on the bus was answered');

  private readonly fast = new Map<string, number>();

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
    this.registry.registerMetric(this.fastAnswers());
  }

  readonly observeServed: Observe = ({ subject, outcome, seconds }) =>
    this.served.observe({ subject, outcome }, seconds);

  readonly observeCalled: Observe = ({ subject, outcome, seconds }) =>
    this.called.observe({ subject, outcome }, seconds);

  /** Counts a call from the bus that took the fast path. It is added to the registry only when the metrics are read. */
  readonly countFast = (subject: string): void => {
    this.fast.set(subject, (this.fast.get(subject) ?? 0) + 1);
  };

  /** A number that is computed when the metrics are read. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    const gauge = new Gauge({
      name,
      help,
      registers: [],
      async collect() {
        this.set(await read());
      },
    });
    this.registry.registerMetric(gauge);
  }

  private fastAnswers() {
    const { fast } = this;
    return new Counter({
      name: 'roster_rpc_served_at_once_total',
      help: 'Calls from the bus that were answered without a handler',
      labelNames: ['subject'],
      registers: [],
      collect() {
        this.reset();
        for (const [subject, count] of fast) this.inc({ subject }, count);
      },
    });
  }

  private calls(name: string, help: string) {
    const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
    return new Histogram({ name, help, labelNames: ['subject', 'outcome'], buckets, registers: [this.registry] });
  }
}
