import i18next from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { keep, kept } from './preferences';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

type Plural = 'zero' | 'one' | 'other';
type Base<Key> = Key extends `${infer Name}_${Plural}` ? Name : Key;
/** The keys that code may ask for: plural forms are chosen by `count`. */
export type TextKey<Texts> = Base<keyof Texts & string>;
/** The German file of a feature has exactly the keys of the English one. */
export type SameTexts<Texts> = Record<keyof Texts, string>;
export type TextValues = Record<string, string | number>;
export type Text<Texts> = (key: TextKey<Texts>, values?: TextValues) => string;

function preferredLanguage(): Language {
  const chosen = kept('language');
  if (chosen === 'de' || chosen === 'en') return chosen;
  return navigator.language.startsWith('de') ? 'de' : 'en';
}

void i18next.use(initReactI18next).init({
  lng: preferredLanguage(),
  fallbackLng: 'en',
  resources: {},
  keySeparator: false,
  interpolation: { escapeValue: false },
  returnNull: false,
  initAsync: false,
});

export function currentLanguage(): Language {
  return i18next.language === 'de' ? 'de' : 'en';
}

/** Changes the language at once, on every screen, and remembers it. */
export async function chooseLanguage(language: Language): Promise<void> {
  keep('language', language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/**
 * Keys are checked by `registerTexts`' own types; i18next's would need all texts in one place. A value may end with a
 * full stop of its own ("19. Dez.", "jun."), which then ends the sentence as well; three are an ellipsis and stay.
 */
const translate = (key: string, options: Record<string, string | number>): string =>
  i18next.t(key, options).replace(/(?<!\.)\.\.(?=\s|$)/g, '.');

/**
 * Registers a folder's texts under a name of its own and returns the hook that reads them, typed by the English file.
 * `const t = useText(); t('openNeeded', { count: 2 })`.
 */
export function registerTexts<Texts extends Record<string, string>>(
  name: string,
  en: Texts,
  de: SameTexts<Texts>,
): { useText: () => Text<Texts>; text: Text<Texts> } {
  i18next.addResourceBundle('en', name, en);
  i18next.addResourceBundle('de', name, de);
  const text: Text<Texts> = (key, values) => translate(key, { ns: name, ...values });
  const useText = (): Text<Texts> => {
    const { i18n } = useTranslation(name);
    const language = i18n.language;
    // A new function per language, so that whatever depends on it renders anew.
    return useCallback<Text<Texts>>(
      (key, values) => translate(key, { ns: name, lng: language, ...values }),
      [language],
    );
  };
  return { useText, text };
}
