import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { sendCommand, type Answer } from './command';
import type { Subject } from './waiting';

export interface CommandSpec<Input, Result> {
  /** One attempt: the call with `opId` as its `Idempotency-Key`. */
  send: (input: Input, opId: string) => Promise<Answer<Result>>;
  /** The answer is the new state: put it into the query cache here, do not ask again. */
  onDone?: (result: Result, input: Input) => void;
  onTentative?: (input: Input) => void;
  /** Lets the change wait on this device where no answer comes; it then fails with `Kept`. */
  waitAs?: (input: Input) => Subject;
}

/** The operation of each input object: trying the same input again is the same command and never acts twice. */
const opIds = new WeakMap<object, string>();

export function opIdOf(input: object): string {
  const known = opIds.get(input);
  if (known) return known;
  const made = crypto.randomUUID();
  opIds.set(input, made);
  return made;
}

/** A change as a mutation. After a failure `mutate(variables)` with the same object repeats the same command. */
export function useCommand<Input extends object, Result>(
  spec: CommandSpec<Input, Result>,
): UseMutationResult<Result, Error, Input> {
  return useMutation({
    mutationFn: (input: Input) =>
      sendCommand((opId) => spec.send(input, opId), {
        opId: opIdOf(input),
        onTentative: () => spec.onTentative?.(input),
        ...(spec.waitAs ? { waitAs: spec.waitAs(input) } : {}),
      }),
    onSuccess: (result, input) => spec.onDone?.(result, input),
  });
}
