export {
  catalogueOf,
  ownersOnlyRole,
  type Preset,
  type PresetFeatures,
  type PresetLabels,
  type PresetLifecycle,
  type PresetOwnership,
  type PresetProvisioning,
  type PresetSecurity,
  type SeatPoolRule,
  type SystemRole,
} from './preset.js';
export { loadPresets, PresetSet } from './preset-set.js';
export { parsePreset, PresetError, type PresetProblem } from './validation.js';
