import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Catalogue } from '@roster/permissions';
import { catalogueOf, contentHash, type Preset } from './preset.js';
import { parsePreset, PresetError } from './validation.js';

const SHIPPED = fileURLToPath(new URL('.', import.meta.url));
const SCHEMA = 'preset.schema.json';

/** The presets that a service was started with. All services must have the same: they compare `hash`. */
export class PresetSet {
  readonly names: readonly string[];
  /** SHA-256, in hex, of all presets' content. */
  readonly hash: string;
  private readonly presets: ReadonlyMap<string, Preset>;
  private readonly catalogues = new Map<string, Catalogue>();

  constructor(presets: readonly Preset[]) {
    this.presets = new Map(
      presets.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((preset) => [preset.name, preset]),
    );
    this.names = [...this.presets.keys()];
    this.hash = contentHash([...this.presets.values()]);
  }

  get(name: string): Preset | undefined {
    return this.presets.get(name);
  }

  /** The compiled catalogue of a preset; the same object at every call. */
  catalogue(name: string): Catalogue | undefined {
    const preset = this.presets.get(name);
    if (!preset) return undefined;
    const known = this.catalogues.get(name);
    if (known) return known;
    const catalogue = catalogueOf(preset);
    this.catalogues.set(name, catalogue);
    return catalogue;
  }
}

/**
 * Reads the presets that are shipped and those of a deployment's own folder (`ROSTER_PRESETS_DIR`). Meant for boot:
 * it reads synchronously, and throws a `PresetError` that lists every problem with its file and line.
 */
export function loadPresets(extraDir: string | undefined = process.env['ROSTER_PRESETS_DIR']): PresetSet {
  const presets = new Map<string, Preset>();
  for (const file of [...presetFiles(SHIPPED), ...(extraDir ? presetFiles(extraDir) : [])]) {
    const preset = parsePreset(file, readFileSync(file, 'utf8'));
    if (presets.has(preset.name))
      throw new PresetError(file, [{ line: 1, message: `There is a preset "${preset.name}" already` }]);
    presets.set(preset.name, preset);
  }
  return new PresetSet([...presets.values()]);
}

function presetFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.json') && file !== SCHEMA)
      .toSorted()
      .map((file) => join(folder, file));
  } catch (cause) {
    throw new Error(`The folder of presets ${folder} cannot be read: set ROSTER_PRESETS_DIR to one that can`, {
      cause,
    });
  }
}
