import { Link } from 'react-router';
import { isProblem } from '@/lib/api/problem';
import { useEventId } from '@/lib/current-event';
import { paths } from '@/lib/paths';
import { useText } from './locale';

/** The helper that a refused parkrun ID belongs to, if the answer names one. */
function holderOf(error: unknown): string | undefined {
  if (!isProblem(error, 'parkrunNumberTaken')) return undefined;
  const facts = error.document.facts as Record<string, unknown> | undefined;
  return typeof facts?.helper === 'string' ? facts.helper : undefined;
}

/** "Somebody else has that parkrun ID", with the way there. */
export function NumberTaken({ error }: { error: unknown }) {
  const t = useText();
  const event = useEventId();
  const holder = holderOf(error);
  return (
    <>
      {t('numberTaken')} {holder && <Link to={paths.helper(event, holder)}>{t('showHolder')}</Link>}
    </>
  );
}
