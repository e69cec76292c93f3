import { describe, expect, it } from 'vitest';
import { commandsOf, remaining, type Preview } from './plan';

const preview: Preview = {
  encoding: 'utf-8',
  separator: ';',
  columns: [],
  counts: { create: 1, edit: 1, ask: 2, unchanged: 1, fault: 1 },
  rows: [
    { line: 2, action: 'create', values: { name: 'Zoë' }, choices: [{ action: 'create', opId: 'op2' }] },
    {
      line: 3,
      action: 'edit',
      values: { name: 'Kim' },
      choices: [{ action: 'edit', opId: 'op3', helper: 'kim', rev: 4 }],
    },
    {
      line: 4,
      action: 'ask',
      values: { name: 'Jörg' },
      choices: [
        { action: 'create', opId: 'op4a' },
        { action: 'setNumber', opId: 'op4b', helper: 'joerg', name: 'Jörg', rev: 2 },
      ],
    },
    { line: 5, action: 'ask', values: { name: 'Ulla' }, choices: [{ action: 'create', opId: 'op5' }] },
    { line: 6, action: 'unchanged', values: { name: 'Mia' } },
    { line: 7, action: 'fault', reason: 'nameMissing' },
  ],
};

describe('the commands of an import', () => {
  it('are the new and changed rows, and those whose question was answered', () => {
    expect(commandsOf(preview, { 4: 'op4b' })).toEqual([
      { line: 2, action: 'create', opId: 'op2', values: { name: 'Zoë' } },
      { line: 3, action: 'edit', opId: 'op3', values: { name: 'Kim' }, helper: 'kim', rev: 4 },
      { line: 4, action: 'setNumber', opId: 'op4b', values: { name: 'Jörg' }, helper: 'joerg', rev: 2 },
    ]);
  });

  it('that remain are those not ended, also those left undone', () => {
    const commands = commandsOf(preview, { 4: 'op4a' });
    expect(
      remaining(commands, [
        { line: 2, opId: 'op2', result: 'created' },
        { line: 3, opId: 'op3', result: 'notDone' },
      ]).map(({ opId }) => opId),
    ).toEqual(['op3', 'op4a']);
  });
});
