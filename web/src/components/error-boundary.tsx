import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useText } from './locale';
import { EmptyState } from './states';

/**
 * Keeps a fault in one region from taking the page down. `resetKey`: a new value tries again, for example the address.
 */
export class ErrorBoundary extends Component<{ resetKey: string; children: ReactNode }, { crashedAt: string | null }> {
  override state = { crashedAt: null };

  static getDerivedStateFromError(): { crashedAt: string } {
    return { crashedAt: '' };
  }

  static getDerivedStateFromProps(props: { resetKey: string }, state: { crashedAt: string | null }) {
    if (state.crashedAt === '') return { crashedAt: props.resetKey };
    return state.crashedAt !== null && state.crashedAt !== props.resetKey ? { crashedAt: null } : null;
  }

  override render() {
    return this.state.crashedAt === null ? this.props.children : <Crashed />;
  }
}

function Crashed() {
  const t = useText();
  return (
    <EmptyState action={<Button onClick={() => window.location.reload()}>{t('reload')}</Button>}>
      {t('crashed')}
    </EmptyState>
  );
}
