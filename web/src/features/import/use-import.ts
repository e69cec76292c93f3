import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '@/lib/api/client';
import { sendCommand, unwrap } from '@/lib/api/command';
import { forgetHelpers } from '@/lib/queries/helpers';
import type { ColumnField } from './csv-file';
import { remaining, rowsPerRequest, type Command, type Outcome, type Preview } from './plan';

/** What the file would change. Writes nothing; without `fields` the head row decides what the columns hold. */
export function previewImport(event: string, file: Blob, fields?: readonly ColumnField[]): Promise<Preview> {
  return unwrap(
    api.POST('/events/{event}/imports/preview', {
      params: { path: { event }, query: fields ? { columns: fields.join(',') } : {} },
      headers: { 'Content-Type': 'text/csv' },
      // The bytes as they are: the server tells UTF-8 from Windows-1252.
      body: '',
      bodySerializer: () => file,
    }),
  );
}

export interface Sending {
  commands: readonly Command[];
  outcomes: readonly Outcome[];
  state: 'sending' | 'interrupted' | 'done';
  error?: unknown;
}

/**
 * Sends the rows in requests of at most `rowsPerRequest`. Each row is a command of its own with the preview's opId, so
 * sending again what may have arrived changes nothing; a broken-off import goes on with `start(commands, outcomes)`.
 */
export function useSending(event: string) {
  const client = useQueryClient();
  const [sending, setSending] = useState<Sending>();

  const start = async (commands: readonly Command[], before: readonly Outcome[] = []) => {
    let outcomes = before;
    setSending({ commands, outcomes, state: 'sending' });
    try {
      let rest = remaining(commands, outcomes);
      while (rest.length > 0) {
        const rows = rest.slice(0, rowsPerRequest);
        const report = await sendCommand((opId) =>
          api.POST('/events/{event}/imports', {
            params: { path: { event }, header: { 'Idempotency-Key': opId } },
            body: { rows },
          }),
        );
        outcomes = [...outcomes, ...report.outcomes.filter(({ result }) => result !== 'notDone')];
        const left = remaining(commands, outcomes);
        // Nothing of a request was done: asking for ever helps nobody.
        if (left.length === rest.length) throw new Error('no row was done');
        rest = left;
        setSending({ commands, outcomes, state: 'sending' });
      }
      setSending({ commands, outcomes, state: 'done' });
    } catch (error) {
      setSending({ commands, outcomes, state: 'interrupted', error });
    }
    await forgetHelpers(client, event);
  };

  return { sending, start, reset: () => setSending(undefined) };
}
