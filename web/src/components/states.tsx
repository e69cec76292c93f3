import { Button } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Icon } from './icon';
import { useText } from './locale';
import classes from './states.module.css';
import { useAgo, useTicks } from './use-ago';
import { useProblemText } from './use-problem-text';

const skeletonAfter = 150;
const ageEvery = 10_000;

/** A skeleton of the final size, not before 150 ms have passed: quick answers flash nothing. */
export function Loading({ children }: { children?: ReactNode }) {
  const [late, setLate] = useState(false);
  const t = useText();
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), skeletonAfter);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-busy="true" className={classes.loading} data-late={late}>
      <span className={classes.hidden}>{t('loading')}</span>
      {children ?? <SkeletonRows rows={6} />}
    </div>
  );
}

export function SkeletonRows({ rows }: { rows: number }) {
  return (
    <div aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={classes.row} />
      ))}
    </div>
  );
}

/** A sentence and the next step. */
export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.panel}>
      <p>{children}</p>
      {action}
    </div>
  );
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useText();
  const problemText = useProblemText();
  return (
    <div className={classes.panel} role="alert">
      <p className={classes.problem}>
        <Icon name="warning" /> {problemText(error)}
      </p>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}

/**
 * The states of one query: skeleton, error in place with a retry, or the data. Data once shown stays while a later
 * request fails; the failure then stands above it.
 */
export function QueryView<T>(props: {
  query: Pick<UseQueryResult<T, unknown>, 'data' | 'dataUpdatedAt' | 'isError' | 'error' | 'refetch'>;
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}) {
  const { query, skeleton, children } = props;
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    return query.isError ? <ErrorState error={query.error} onRetry={retry} /> : <Loading>{skeleton}</Loading>;
  }
  return (
    <>
      {query.isError && <StaleBar error={query.error} from={query.dataUpdatedAt} onRetry={retry} />}
      {children(query.data)}
    </>
  );
}

/** Over data that a failed request could not renew: why, and how old it is. */
function StaleBar({ error, from, onRetry }: { error: unknown; from: number; onRetry: () => void }) {
  const t = useText();
  const ago = useAgo();
  const problemText = useProblemText();
  useTicks(ageEvery);
  return (
    <div className={classes.bar}>
      <Icon name="warning" />
      <span>
        {/* The failure is spoken once; that the data grows older is there to be read. */}
        <span role="status">{problemText(error)}</span> {t('asOf', { ago: ago(from) })}
      </span>
      <button type="button" className={classes.barButton} onClick={onRetry}>
        {t('retry')}
      </button>
    </div>
  );
}
