import { afterEach, expect, it, vi } from 'vitest';
import { isCommand, isJump, keysHere } from './keys';

afterEach(() => {
  vi.restoreAllMocks();
});

const on = (platform: string) => vi.spyOn(navigator, 'platform', 'get').mockReturnValue(platform);
const press = { ctrlKey: false, metaKey: false, altKey: false };

it('names keys as the machine at hand has them', () => {
  on('Win32');
  expect(keysHere('Go to … (Ctrl+K)')).toBe('Go to … (Ctrl+K)');
  on('MacIntel');
  expect(keysHere('Go to … (Ctrl+K)')).toBe('Go to … (⌘K)');
  expect(keysHere('Strg+Z, Strg+Umschalt+Z')).toBe('⌘Z, ⇧⌘Z');
  expect(keysHere('Ctrl+arrow')).toBe('Option+arrow');
  expect(keysHere('Umschalt+F10')).toBe('Umschalt+F10');
});

it('listens to the keys that it names', () => {
  on('Linux x86_64');
  expect([isCommand({ ...press, ctrlKey: true }), isJump({ ...press, ctrlKey: true })]).toEqual([true, true]);
  on('MacIntel');
  expect([isCommand({ ...press, metaKey: true }), isJump({ ...press, altKey: true })]).toEqual([true, true]);
  expect([isCommand({ ...press, ctrlKey: true }), isJump({ ...press, ctrlKey: true })]).toEqual([false, false]);
});
