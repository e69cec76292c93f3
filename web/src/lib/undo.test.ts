import { expect, it } from 'vitest';
import { ApiProblem, NoAnswer } from './api/problem';
import { undoStack, type UndoStep } from './undo';

const changedSince = new ApiProblem(409, { code: 'changedSince' });

function step(label: string, trace: string[], failure?: Error): UndoStep {
  return {
    label,
    undo: () => (failure ? Promise.reject(failure) : Promise.resolve(void trace.push(`undo ${label}`))),
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
  undoStack.push(step('b', trace, changedSince));
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

it('keeps a step that nobody refused: no sign-in, a fault of the service, too many tries', async () => {
  for (const failure of [new Error('sign in'), new ApiProblem(500, {}), new ApiProblem(429, {}), new NoAnswer()]) {
    undoStack.clear();
    const trace: string[] = [];
    let away = true;
    undoStack.push({
      label: 'a',
      undo: () => (away ? Promise.reject(failure) : Promise.resolve(void trace.push('undo a'))),
    });
    await expect(undoStack.undo()).rejects.toBe(failure);
    away = false;
    await undoStack.undo();
    expect(trace).toEqual(['undo a']);
  }
});
