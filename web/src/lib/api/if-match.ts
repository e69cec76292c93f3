/** The precondition of an edit: the server compares the `rev` of the entity tag alone, and every body carries it. */
export const ifMatch = (rev: number): string => `"${rev}-0"`;
