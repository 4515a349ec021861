import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Observe } from '../rpc/observe.js';

/** The process's numbers, in the text format of Prometheus. */
export class Metrics {
  readonly registry = new Registry();
  private readonly served = this.calls('roster_rpc_served_seconds', 'Time to answer a call from the bus');
  private readonly called = this.calls('roster_rpc_called_seconds', 'Time until a call on the bus was answered');

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
  }

  readonly observeServed: Observe = ({ subject, outcome, seconds }) =>
    this.served.observe({ subject, outcome }, seconds);

  readonly observeCalled: Observe = ({ subject, outcome, seconds }) =>
    this.called.observe({ subject, outcome }, seconds);

  /** A number that is read when somebody looks. */
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

  private calls(name: string, help: string) {
    const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
    return new Histogram({ name, help, labelNames: ['subject', 'outcome'], buckets, registers: [this.registry] });
  }
}
