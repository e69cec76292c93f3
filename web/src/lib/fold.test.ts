import { describe, expect, it } from 'vitest';
import { matchesName, typedNumber } from './fold';

describe('a typed name', () => {
  it.each([
    ['Jörg MÜLLER', 'mul'],
    ['Jörg MÜLLER', 'muell'],
    ['Jörg MÜLLER', 'MÜL'],
    ['Jörg MÜLLER', 'jorg m'],
    ['Jörg MÜLLER', 'm joe'],
    ['Jorg Mueller', 'jörg mül'],
    ['Anna Weiß', 'weis'],
    ['Anna Weiss', 'weiß'],
    ['Bláithín O’NEILL', 'blai nei'],
    ['Zoë', 'zo'],
    ['Hans-Peter MAIER', 'peter'],
    ['Jo\u0308rg', 'joerg'],
  ])('%j is found by %j', (name, typed) => {
    expect(matchesName(name, typed)).toBe(true);
  });

  it.each([
    ['Jörg MÜLLER', 'ller'],
    ['Jörg MÜLLER', 'jörg x'],
    ['Kim MULDER', 'mulle'],
  ])('%j is not found by %j', (name, typed) => {
    expect(matchesName(name, typed)).toBe(false);
  });
});

it.each([
  ['123', '123'],
  ['A123', '123'],
  [' a 123 ', '123'],
  ['A', null],
  ['Anna', null],
  ['B123', null],
  ['1234567890', null],
])('the parkrun ID begun by %j is %j', (typed, number) => {
  expect(typedNumber(typed)).toBe(number);
});
