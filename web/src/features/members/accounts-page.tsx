import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Page } from '@/components/page';
import { QueryView } from '@/components/states';
import { AccountRow } from './account-row';
import { useText } from './locale';
import classes from './members-page.module.css';
import { accountsQuery } from './queries';

/** The accounts of the built-in sign-in, for administrators. */
export default function AccountsPage() {
  const t = useText();
  const query = useInfiniteQuery(accountsQuery());
  return (
    <Page title={t('accountsTitle')}>
      <QueryView query={query}>
        {({ pages }) => (
          <ul className={classes.list}>
            {pages
              .flatMap((page) => page.accounts)
              .map((account) => (
                <AccountRow key={account.id} account={account} />
              ))}
          </ul>
        )}
      </QueryView>
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Page>
  );
}
