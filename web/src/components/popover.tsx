import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import classes from './popover.module.css';

const gap = 4;
const margin = 8;
const borders = 2;

interface Place {
  left: number;
  top: number;
  maxHeight: number;
}

const same = (one: Place, other: Place) =>
  one.left === other.left && one.top === other.top && one.maxHeight === other.maxHeight;

/**
 * Where a panel stands beside its element, never over it: below, above, else at its side where the whole height of the
 * window serves; where no side has room, below or above, scrolling.
 */
export function placed(
  at: Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>,
  size: { width: number; height: number },
  screen = { width: window.innerWidth, height: window.innerHeight },
): Place {
  const rightmost = screen.width - size.width - margin;
  const left = Math.max(margin, Math.min(at.left, rightmost));
  const below = screen.height - at.bottom - gap - margin;
  const above = at.top - gap - margin;
  const beside = at.right + gap <= rightmost ? at.right + gap : at.left - gap - size.width;
  if (size.height <= below) return { left, top: at.bottom + gap, maxHeight: below };
  if (size.height <= above) return { left, top: at.top - gap - size.height, maxHeight: above };
  const whole = screen.height - 2 * margin;
  if (beside >= margin && whole > Math.max(above, below)) {
    const top = Math.max(margin, Math.min(at.top, screen.height - margin - size.height));
    return { left: beside, top, maxHeight: whole };
  }
  return below >= above
    ? { left, top: at.bottom + gap, maxHeight: below }
    : { left, top: at.top - gap - above, maxHeight: above };
}

/**
 * A panel beside an element of the page, 360 px wide, kept within the window. Closes on a press elsewhere; Escape and
 * focus are its content's work.
 */
export function Popover(props: { anchor: Element; label: string; onClose: () => void; children: ReactNode }) {
  const { anchor, label, onClose, children } = props;
  const panel = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place | null>(null);

  useLayoutEffect(() => {
    const settle = () => {
      const size = panel.current?.getBoundingClientRect();
      if (!size) return;
      const height = (panel.current?.scrollHeight ?? size.height) + borders;
      const next = placed(anchor.getBoundingClientRect(), { width: size.width, height });
      setPlace((before) => (before && same(before, next) ? before : next));
    };
    settle();
    const observer = new ResizeObserver(settle);
    if (panel.current) observer.observe(panel.current);
    window.addEventListener('scroll', settle, { capture: true, passive: true });
    window.addEventListener('resize', settle);
    return () => {
      observer.disconnect();
      window.removeEventListener('scroll', settle, { capture: true });
      window.removeEventListener('resize', settle);
    };
  }, [anchor]);

  useEffect(() => {
    const onPress = (press: PointerEvent) => {
      if (press.target instanceof Node && !panel.current?.contains(press.target)) onClose();
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [onClose]);

  return createPortal(
    <div ref={panel} className={classes.panel} role="dialog" aria-label={label} style={place ?? undefined}>
      {children}
    </div>,
    document.body,
  );
}
