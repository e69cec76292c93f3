import { expect, it } from 'vitest';
import { dialling } from './dialling';

it('dials digits alone', () => {
  expect(dialling('+49 (711) 123-45/6')).toBe('tel:+49711123456');
});
