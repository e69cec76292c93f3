import { describe, expect, it } from 'vitest';
import { placed } from './popover';

const screen = { width: 1280, height: 800 };
const cell = (left: number, top: number) => ({ left, right: left + 168, top, bottom: top + 40 });
const panel = (height: number) => ({ width: 360, height });

/** The panel's edges, as tall as it may be. */
function edges(at: ReturnType<typeof cell>, height: number, within = screen) {
  const { left, top, maxHeight } = placed(at, panel(height), within);
  const shown = Math.min(height, maxHeight);
  return { left, right: left + 360, top, bottom: top + shown, whole: shown === height };
}

describe('a pop-over', () => {
  it('stands below its element where it fits, else above', () => {
    expect(edges(cell(300, 100), 400)).toMatchObject({ left: 300, top: 144, whole: true });
    expect(edges(cell(300, 700), 400)).toMatchObject({ left: 300, bottom: 696, whole: true });
  });

  it('takes the side where neither fits, to the right or to the left', () => {
    expect(edges(cell(300, 380), 620)).toMatchObject({ left: 472, top: 172, whole: true });
    expect(edges(cell(1040, 380), 620)).toMatchObject({ right: 1036, whole: true });
  });

  it.each([
    [0, 0],
    [540, 290],
    [1100, 760],
    [20, 400],
  ])('never covers its element, and stays in the window (%i, %i)', (left, top) => {
    for (const height of [120, 480, 620, 2000]) {
      for (const within of [screen, { width: 800, height: 500 }]) {
        const at = cell(Math.min(left, within.width - 168), Math.min(top, within.height - 40));
        const box = edges(at, height, within);
        const apart = box.left >= at.right || box.right <= at.left || box.top >= at.bottom || box.bottom <= at.top;
        expect(apart, JSON.stringify({ at, box })).toBe(true);
        expect(box.left).toBeGreaterThanOrEqual(8);
        expect(box.right).toBeLessThanOrEqual(within.width - 8);
        expect(box.top).toBeGreaterThanOrEqual(8);
        expect(box.bottom).toBeLessThanOrEqual(within.height - 8);
      }
    }
  });
});
