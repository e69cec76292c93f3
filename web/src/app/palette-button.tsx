import { lazy, Suspense, useEffect, useState } from 'react';
import { Icon } from '@/components/icon';
import type { Me, MyEvent } from '@/lib/api/types';
import { isCommand, keysHere } from '@/lib/keys';
import { useText } from './locale';
import classes from './shell.module.css';

const Palette = lazy(() => import('./palette'));

/** Opens the palette, as Ctrl+K does (on a Mac Command) from anywhere but another dialog. */
export function PaletteButton({ me, event }: { me: Me; event: MyEvent | undefined }) {
  const t = useText();
  const [opened, setOpened] = useState(false);

  useEffect(() => {
    const onKeyDown = (press: KeyboardEvent) => {
      if (!isCommand(press) || press.altKey || press.shiftKey || press.key.toLowerCase() !== 'k') return;
      press.preventDefault();
      if (!document.querySelector('[role="dialog"]')) setOpened(true);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <>
      <button
        type="button"
        className={classes.tool}
        aria-label={t('palette')}
        aria-keyshortcuts="Control+K Meta+K"
        title={keysHere(t('paletteKey'))}
        onClick={() => setOpened(true)}
      >
        <Icon name="search" />
      </button>
      {opened && (
        <Suspense fallback={null}>
          <Palette me={me} event={event} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
