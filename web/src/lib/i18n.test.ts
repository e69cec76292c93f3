import { expect, it } from 'vitest';
import { formatDate } from './dates';
import { chooseLanguage, registerTexts } from './i18n';

const { text } = registerTexts(
  'full-stops',
  { kept: 'Not saved on {{value}}. Your choice is kept.', last: 'It is {{value}}.' },
  { kept: 'Nicht gespeichert am {{value}}. Deine Auswahl bleibt.', last: 'Es ist {{value}}.' },
);

it('sets one full stop where a value ends with its own', async () => {
  await chooseLanguage('de');
  const value = formatDate('2026-12-19');
  expect(value).toBe('19. Dez.');
  expect(text('kept', { value })).toBe('Nicht gespeichert am 19. Dez. Deine Auswahl bleibt.');
  expect(text('last', { value })).toBe('Es ist 19. Dez.');
});

it('leaves an ellipsis, and full stops within a value', () => {
  expect(text('last', { value: 'soon ... or later' })).toBe('It is soon ... or later.');
  expect(text('last', { value: 'a..b' })).toBe('It is a..b.');
});
