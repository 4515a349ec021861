export {
  catalogueOf,
  isOffered,
  ownersOnlyRole,
  type Preset,
  type PresetFeatures,
  type PresetLabels,
  type PresetLifecycle,
  type PresetOwnership,
  type PresetPlan,
  type PresetProvisioning,
  type PresetSecurity,
  type SeatPoolRule,
  type SystemRole,
} from './preset.js';
export { loadPresets, PresetSet } from './preset-set.js';
export { parsePreset, PresetError, type PresetProblem } from './validation.js';
