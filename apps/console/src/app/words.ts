import i18next, { type TOptions } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';

const LANGUAGE = 'en';

void i18next.use(initReactI18next).init({
  lng: LANGUAGE,
  fallbackLng: LANGUAGE,
  resources: {},
  // React escapes what it shows.
  interpolation: { escapeValue: false },
  initAsync: false,
});

type Catalogue = Readonly<Record<string, string>>;
type Plural<Key> = Key extends `${infer Stem}_${'one' | 'other'}` ? Stem : Key;

/** Gives words by their key; `{{name}}` in them is filled from the options, and `count` picks `_one` or `_other`. */
export type Say<T extends Catalogue> = (key: Plural<keyof T & string>, options?: TOptions) => string;

/**
 * Makes a screen's catalogue of words known, and returns the hook that gives them. A translation is such a catalogue in
 * another language.
 */
export function words<const T extends Catalogue>(screen: string, catalogue: T): () => Say<T> {
  i18next.addResourceBundle(LANGUAGE, screen, catalogue);
  return () => {
    const { t } = useTranslation(screen);
    return (key, options) => t(key as string, { ...options });
  };
}
