/** The injection token of the presets that this process has loaded. */
export const PRESETS = Symbol('PRESETS');
