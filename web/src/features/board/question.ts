import type { useAgo } from '@/components/use-ago';
import type { Holder } from '@/lib/api/types';
import type { BoardText } from './locale';

export interface HelperRef {
  id: string;
  name: string;
}

/** Something only a person can decide, shown on its slot: somebody else was quicker, or no answer came. */
export type Question =
  | { kind: 'taken'; mine: HelperRef; holder: Holder | null; use: () => void }
  | { kind: 'unsent'; what: string; error: unknown; again: () => void };

/** "Kim put Anna here 10 s ago. Keep Anna or use Jörg?" */
export function takenText(
  t: BoardText,
  ago: ReturnType<typeof useAgo>,
  holder: Holder | null,
  mine: HelperRef,
): string {
  if (!holder) return t('emptiedQuestion', { mine: mine.name });
  const values = { theirs: holder.name, mine: mine.name };
  if (!holder.by || !holder.at) return t('takenQuestionPlain', values);
  return t('takenQuestion', { ...values, who: holder.by.name, ago: ago(Date.parse(holder.at)) });
}
