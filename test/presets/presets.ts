import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPresets, PresetSet, type Preset } from '@roster/contracts';

/** The folder of the examples, as a deployment would name it in `ROSTER_PRESETS_DIR`. */
const EXAMPLES = import.meta.dirname;

/** The shipped presets, the examples, and an example with a flag the other way for the rules that go by it. */
export function testPresets(): PresetSet {
  const files = loadPresets(EXAMPLES);
  const shipped = files.names.map((name) => presetOf(files, name));
  return new PresetSet([...shipped, withoutTeams(presetOf(files, 'model'))]);
}

/** Puts those of them that are not shipped into a folder, for a system to be started with. */
export async function writeTestPresets(folder: string): Promise<void> {
  const presets = testPresets();
  const shipped = new Set(loadPresets('').names);
  const own = presets.names.filter((name) => !shipped.has(name));
  await Promise.all(
    own.map((name) => writeFile(join(folder, `${name}.json`), JSON.stringify(presetOf(presets, name), null, 2))),
  );
}

const withoutTeams = (model: Preset): Preset => ({
  ...model,
  name: 'model-without-teams',
  features: { ...model.features, teams: false },
});

export function presetOf(presets: PresetSet, name: string): Preset {
  const preset = presets.get(name);
  if (!preset) throw new Error(`There is no preset "${name}"`);
  return preset;
}
