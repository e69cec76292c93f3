/** The only place that reads the machine's clock. Dates of events come from the server; this serves ages and delays. */
export const clock = {
  /** Milliseconds since the epoch. */
  now: (): number => Date.now(),
};
