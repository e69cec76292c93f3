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
      const at = anchor.getBoundingClientRect();
      const left = Math.max(margin, Math.min(at.left, window.innerWidth - size.width - margin));
      const below = window.innerHeight - at.bottom - gap - margin;
      const above = at.top - gap - margin;
      // Never over the slot itself: below if it fits or there is more room, else above, scrolling if need be.
      const height = panel.current?.scrollHeight ?? size.height;
      const next: Place =
        height <= below || below >= above
          ? { left, top: at.bottom + gap, maxHeight: below }
          : { left, top: at.top - gap - Math.min(height + borders, above), maxHeight: above };
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
