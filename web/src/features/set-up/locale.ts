import { registerTexts } from '@/lib/i18n';
import { de } from './locale.de';
import { en } from './locale.en';

export const { useText } = registerTexts('set-up', en, de);
