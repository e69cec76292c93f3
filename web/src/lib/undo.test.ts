import { expect, it } from 'vitest';
import { undoStack, type UndoStep } from './undo';

function step(label: string, trace: string[], fails = false): UndoStep {
  return {
    label,
    undo: () => (fails ? Promise.reject(new Error('changedSince')) : Promise.resolve(void trace.push(`undo ${label}`))),
    redo: () => Promise.resolve(void trace.push(`redo ${label}`)),
  };
}

it('takes back the newest first, and does again in the other order', async () => {
  const trace: string[] = [];
  undoStack.push(step('a', trace));
  undoStack.push(step('b', trace));
  await undoStack.undo();
  await undoStack.undo();
  await undoStack.undo();
  await undoStack.redo();
  await undoStack.redo();
  await undoStack.redo();
  expect(trace).toEqual(['undo b', 'undo a', 'redo a', 'redo b']);
});

it('forgets what was undone once something new is done', async () => {
  const trace: string[] = [];
  undoStack.push(step('a', trace));
  await undoStack.undo();
  undoStack.push(step('b', trace));
  await undoStack.redo();
  expect(trace).toEqual(['undo a']);
});

it('drops a step that was overtaken, so that the one before it can be undone', async () => {
  const trace: string[] = [];
  undoStack.push(step('a', trace));
  undoStack.push(step('b', trace, true));
  await expect(undoStack.undo()).rejects.toThrow('changedSince');
  await undoStack.undo();
  expect(trace).toEqual(['undo a']);
});

it('does one thing at a time', async () => {
  const trace: string[] = [];
  undoStack.push(step('a', trace));
  undoStack.push(step('b', trace));
  await Promise.all([undoStack.undo(), undoStack.undo()]);
  expect(trace).toEqual(['undo b']);
});
