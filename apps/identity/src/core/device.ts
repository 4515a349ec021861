import Bowser from 'bowser';

/** The device's name for people: browser and system, or else the program's own name. */
export function deviceOf(userAgent: string | null): string {
  if (!userAgent) return '';
  const { browser, os } = Bowser.parse(userAgent);
  const program = browser.name || (userAgent.split(/[\s/(]/, 1)[0] ?? '');
  const version = browser.version?.split('.', 1)[0];
  const system = os.name && [os.name, os.versionName].filter(Boolean).join(' ');
  return [program, version, system && `on ${system}`].filter(Boolean).join(' ');
}
