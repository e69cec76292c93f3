import { Link } from 'react-router';
import { Page } from '@/components/page';
import { EmptyState } from '@/components/states';
import { paths } from '@/lib/paths';
import { useText } from './locale';

export function NotFound() {
  const t = useText();
  return (
    <Page title={t('notFoundTitle')} narrow>
      <EmptyState action={<Link to={paths.home()}>{t('toStart')}</Link>}>{t('notFoundText')}</EmptyState>
    </Page>
  );
}
