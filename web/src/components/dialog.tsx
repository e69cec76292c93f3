import { Modal } from '@mantine/core';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import classes from './dialog.module.css';
import { useText } from './locale';

/**
 * A dialog over the page; on a phone a sheet at its foot. Mantine's scroll lock and size variables would write <style>
 * elements, so both are off and the size stands in the style sheet.
 */
export function Dialog(props: {
  title: ReactNode;
  opened: boolean;
  onClose: () => void;
  wide?: boolean;
  /** For a dialog that must be answered: no close button, neither Escape nor a click beside it closes. */
  modal?: boolean;
  children: ReactNode;
}) {
  const { title, opened, onClose, wide = false, modal = false, children } = props;
  const t = useText();
  const id = useId();
  useReturnFocus(opened);
  return (
    <Modal.Root
      id={id}
      opened={opened}
      onClose={onClose}
      lockScroll={false}
      returnFocus={false}
      closeOnEscape={!modal}
      closeOnClickOutside={!modal}
      transitionProps={{ duration: 0 }}
      classNames={{
        content: wide ? `${classes.content} ${classes.wide}` : classes.content!,
        inner: classes.inner!,
        title: classes.title!,
        overlay: classes.overlay!,
      }}
    >
      <Modal.Overlay />
      <Modal.Content>
        {/* Mantine's own head is a <header>, a second banner of the page. */}
        <div className={classes.head}>
          <Modal.Title>{title}</Modal.Title>
          {!modal && <Modal.CloseButton aria-label={t('close')} />}
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/**
 * Gives the focus back to where it was when the dialog opened, unless it is elsewhere by then. Mantine does so only for
 * a dialog that stays mounted while it is closed.
 */
function useReturnFocus(opened: boolean): void {
  const before = useRef<Element | null>(null);
  const wasOpened = useRef(false);
  // While rendering: a field inside with `autoFocus` takes the focus before any effect runs.
  if (opened && !wasOpened.current) before.current = document.activeElement;
  wasOpened.current = opened;
  useEffect(() => {
    if (!opened) return;
    return () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before.current instanceof HTMLElement && before.current.isConnected) {
        before.current.focus({ preventScroll: true });
      }
    };
  }, [opened]);
}

/** The row of buttons at the foot of a dialog; the primary one last. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={classes.actions}>{children}</div>;
}
