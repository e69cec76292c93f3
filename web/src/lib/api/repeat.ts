import type { UseMutationResult } from '@tanstack/react-query';
import { ApiProblem } from './problem';

/**
 * What a form submits: the input sent before, if it is the same and its fate is unknown, so that the repeat is the same
 * command and cannot act twice; a new input after a final answer.
 */
export function repeatOf<Input extends object, Result>(
  command: UseMutationResult<Result, Error, Input>,
  next: Input,
): Input {
  const { variables, error } = command;
  const unknown = error !== null && !(error instanceof ApiProblem && error.status < 500);
  return unknown && variables && JSON.stringify(variables) === JSON.stringify(next) ? variables : next;
}
