import { useState } from 'react';
import type { Answer } from './api/command';
import { isProblem, type Fault } from './api/problem';
import { repeatOf } from './api/repeat';
import { useCommand } from './api/use-command';
import { collisions, differing, merged } from './edit';

export interface EditSpec<Resource, Values extends object, Patch extends object, Change> {
  /** The resource as it is known now. */
  resource: Resource;
  valuesOf: (resource: Resource) => Values;
  /** What differs, as the server takes it; undefined if nothing does. */
  patchOf: (before: Values, values: Values) => Patch | undefined;
  send: (edit: { rev: number; patch: Patch }, opId: string) => Promise<Answer<Change>>;
  /** Stores the answer wherever the resource is shown, and gives the resource in it. */
  saved: (change: Change) => Resource;
  /** The resource asked anew, after a 412. */
  latest: () => Promise<Resource>;
  onNothing: () => void;
  onFaults: (faults: readonly Fault[]) => void;
}

/** What two people changed at once: both values, until the person chooses. */
export interface EditConflict<Values> {
  fields: (keyof Values & string)[];
  mine: Values;
  theirs: Values;
  choose: (useTheirs: (keyof Values & string)[]) => void;
  dismiss: () => void;
}

/**
 * The form of a whole resource that others may edit as well. What somebody else saved meanwhile is taken over where it
 * touches other fields; where both changed one, nothing is saved until the person has chosen.
 */
export function useEdit<Resource extends { rev: number }, Values extends object, Patch extends object, Change>(
  spec: EditSpec<Resource, Values, Patch, Change>,
) {
  const { resource, valuesOf, patchOf } = spec;
  const [base, setBase] = useState(resource);
  const [values, setValues] = useState(() => valuesOf(resource));
  const [asked, setAsked] = useState<{ latest: Resource; fields: (keyof Values & string)[] }>();
  const before = valuesOf(base);

  const startFrom = (next: Resource) => {
    setBase(next);
    setValues(valuesOf(next));
  };
  if (resource.rev > base.rev && differing(before, values).length === 0) startFrom(resource);

  const command = useCommand({
    send: spec.send,
    onDone: (change) => startFrom(spec.saved(change)),
  });

  const saveOver = (latest: Resource, useTheirs?: readonly (keyof Values & string)[]) => {
    const theirs = valuesOf(latest);
    const fields = collisions(before, values, theirs);
    if (fields.length > 0 && useTheirs === undefined) {
      setAsked({ latest, fields });
      return;
    }
    setAsked(undefined);
    const patch = patchOf(theirs, merged(before, values, theirs, useTheirs));
    if (patch === undefined) {
      startFrom(latest);
      spec.onNothing();
      return;
    }
    command.mutate(repeatOf(command, { rev: latest.rev, patch }), {
      onError: (error) => {
        if (!isProblem(error)) return;
        if (error.status === 412) void askAgain(latest.rev);
        else spec.onFaults(error.faults);
      },
    });
  };

  const askAgain = async (staleRev: number) => {
    const latest = await spec.latest();
    if (latest.rev > staleRev) saveOver(latest);
  };

  const conflict: EditConflict<Values> | undefined = asked && {
    fields: asked.fields,
    mine: values,
    theirs: valuesOf(asked.latest),
    choose: (useTheirs) => saveOver(asked.latest, useTheirs),
    dismiss: () => setAsked(undefined),
  };
  const stale = isProblem(command.error) && command.error.status === 412;
  return {
    values,
    setValues,
    changed: differing(before, values).length > 0,
    save: () => saveOver(resource.rev > base.rev ? resource : base),
    conflict,
    busy: command.isPending,
    error: stale ? null : command.error,
  };
}
