import { registerTexts } from '@/lib/i18n';
import { de } from './locale.de';
import { en } from './locale.en';

export const { useText } = registerTexts('board', en, de);
export type BoardText = ReturnType<typeof useText>;
