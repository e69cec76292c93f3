/** Values of forms are plain data: equal if they are written equally. */
export const sameValue = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

type Field<Values> = keyof Values & string;
const fieldsOf = <Values extends object>(values: Values) => Object.keys(values) as Field<Values>[];

/** The fields whose values differ. */
export function differing<Values extends object>(one: Values, other: Values): Field<Values>[] {
  return fieldsOf(one).filter((field) => !sameValue(one[field], other[field]));
}

/** The fields that two people changed to different values, beginning from the same ones. */
export function collisions<Values extends object>(before: Values, mine: Values, theirs: Values): Field<Values>[] {
  return differing(mine, theirs).filter(
    (field) => !sameValue(before[field], mine[field]) && !sameValue(before[field], theirs[field]),
  );
}

/** Their values, with mine wherever I changed one; of the fields in `useTheirs` theirs count. */
export function merged<Values extends object>(
  before: Values,
  mine: Values,
  theirs: Values,
  useTheirs: readonly Field<Values>[] = [],
): Values {
  const kept = differing(before, mine).filter((field) => !useTheirs.includes(field));
  return { ...theirs, ...Object.fromEntries(kept.map((field) => [field, mine[field]])) };
}
