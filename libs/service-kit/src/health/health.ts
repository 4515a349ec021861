import type { HealthCheck } from '@roster/contracts';

/** Resolves with a detail to show, or with nothing. Rejects where the dependency does not work. */
export type Probe = () => Promise<string | void>;

const PROBE_LIMIT = 800;

/** What this process needs in order to work, with a probe for each. */
export class HealthRegistry {
  private readonly probes = new Map<string, Probe>();

  register(name: string, probe: Probe): void {
    this.probes.set(name, probe);
  }

  /** Runs all probes at once. A probe that takes over 800 ms counts as failed. Never rejects. */
  async check(): Promise<HealthCheck[]> {
    return Promise.all([...this.probes].map(([name, probe]) => run(name, probe)));
  }
}

async function run(name: string, probe: Probe): Promise<HealthCheck> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${PROBE_LIMIT} ms`)), PROBE_LIMIT);
  });
  try {
    const detail = await Promise.race([probe(), late]);
    return { name, ok: true, ...(detail ? { detail } : {}) };
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
