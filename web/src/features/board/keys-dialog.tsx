import { Fragment } from 'react';
import { Dialog } from '@/components/dialog';
import { keysHere } from '@/lib/keys';
import classes from './board-page.module.css';
import { useText } from './locale';

const rows = [
  'arrows',
  'page',
  'jump',
  'type',
  'enter',
  'tab',
  'delete',
  'clip',
  'select',
  'menu',
  'undo',
  'palette',
  'help',
] as const;

export function KeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useText();
  return (
    <Dialog title={t('keysTitle')} opened={opened} onClose={onClose} wide>
      <dl className={classes.keys}>
        {rows.map((row) => (
          <Fragment key={row}>
            <dt>{keysHere(t(`key-${row}`))}</dt>
            <dd>{t(`does-${row}`)}</dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
