import { Modal } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { useText } from './locale';
import classes from './dialog.module.css';

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
  return (
    <Modal
      id={id}
      opened={opened}
      onClose={onClose}
      title={title}
      lockScroll={false}
      withCloseButton={!modal}
      closeOnEscape={!modal}
      closeOnClickOutside={!modal}
      closeButtonProps={{ 'aria-label': t('close') }}
      transitionProps={{ duration: 0 }}
      classNames={{
        content: wide ? `${classes.content} ${classes.wide}` : classes.content,
        inner: classes.inner,
        title: classes.title,
        overlay: classes.overlay,
      }}
    >
      {children}
    </Modal>
  );
}

/** The row of buttons at the foot of a dialog; the primary one last. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={classes.actions}>{children}</div>;
}
