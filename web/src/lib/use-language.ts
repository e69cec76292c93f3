import { useTranslation } from 'react-i18next';
import type { Language } from './i18n';

/** The language in force; the component renders anew when it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'de' ? 'de' : 'en';
}
