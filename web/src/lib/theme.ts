import { useSyncExternalStore } from 'react';
import { keep, kept } from './preferences';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type Theme = 'light' | 'dark';

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let choice: ThemeChoice = readChoice();

function readChoice(): ThemeChoice {
  const value = kept('theme');
  return value === 'light' || value === 'dark' ? value : 'system';
}

function resolved(): Theme {
  if (choice !== 'system') return choice;
  return systemDark.matches ? 'dark' : 'light';
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  systemDark.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    systemDark.removeEventListener('change', listener);
  };
}

/** The scheme in force; follows the system until somebody chooses. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, resolved);
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, () => choice);
}

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  keep('theme', next);
  listeners.forEach((listener) => listener());
}
