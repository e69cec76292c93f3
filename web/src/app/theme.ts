import { createTheme, defaultVariantColorsResolver, type MantineColorsTuple } from '@mantine/core';

// Every shade is the token: Mantine asks for ten, the style sheets decide.
const plum: MantineColorsTuple = [
  '#f4e6f0',
  '#e6cfe0',
  '#d3aeca',
  '#bd8bb1',
  '#a16a95',
  '#7a2e6e',
  '#4a2545',
  '#42203d',
  '#381b34',
  '#2b1029',
];

export const theme = createTheme({
  primaryColor: 'plum',
  colors: { plum },
  defaultRadius: 8,
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  fontFamily: 'var(--mantine-font-family)',
  variantColorResolver: (input) =>
    input.variant === 'filled' && (input.color === undefined || input.color === 'plum')
      ? {
          background: 'var(--primary)',
          hover: 'var(--primary-hover)',
          color: 'var(--on-primary)',
          border: '1px solid transparent',
        }
      : defaultVariantColorsResolver(input),
});
