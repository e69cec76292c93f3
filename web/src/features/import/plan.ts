import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Preview = Schemas['ImportPreview'];
export type Row = Schemas['ImportRow'];
export type Choice = Schemas['ImportChoice'];
export type Command = Schemas['ImportCommand'];
export type Outcome = Schemas['ImportOutcome'];

/** Rows of one request; the server takes up to 200, fewer show progress. */
export const rowsPerRequest = 100;

/** What was answered to the rows that ask, by line: the opId of the choice. A row without an answer is left out. */
export type Answers = Readonly<Record<number, string>>;

/** The commands of an import, in the order of the file. */
export function commandsOf({ rows }: Preview, answers: Answers): Command[] {
  return rows.flatMap((row) => {
    const { line, action, values, choices = [] } = row;
    const choice = action === 'ask' ? choices.find(({ opId }) => opId === answers[line]) : choices[0];
    if (!values || !choice) return [];
    const { opId, helper, rev } = choice;
    return [{ line, action: choice.action, opId, values, ...(helper ? { helper } : {}), ...(rev ? { rev } : {}) }];
  });
}

/** The commands that no outcome ends yet; a row that the server left undone is sent again. */
export function remaining(commands: readonly Command[], outcomes: readonly Outcome[]): Command[] {
  const ended = new Set(outcomes.filter(({ result }) => result !== 'notDone').map(({ opId }) => opId));
  return commands.filter(({ opId }) => !ended.has(opId));
}

export const count = (outcomes: readonly Outcome[], result: Outcome['result']): number =>
  outcomes.filter((outcome) => outcome.result === result).length;
