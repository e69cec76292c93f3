import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { address, common, problem } from '@/testing/handlers';
import { renderApp } from '@/testing/render-app';
import { server } from '@/testing/server';
import type { Command, Preview, Row } from './plan';

const imports = address('/events/monrepos/imports');
const file = new File(['Name;Nummer;Tel\nZoë;A12345;1\nKim;A12x;\nJörg;;'], 'helfer.csv', { type: 'text/csv' });

const create = (line: number): Row => ({
  line,
  action: 'create',
  values: { name: `Helper ${line}`, parkrunNumber: 10_000 + line },
  choices: [{ action: 'create', opId: `op-${line}` }],
});
const fault: Row = { line: 3, action: 'fault', reason: 'notAnId', text: 'A12x' };
const ask: Row = {
  line: 4,
  action: 'ask',
  values: { name: 'Jörg' },
  choices: [
    { action: 'create', opId: 'op-4a' },
    { action: 'edit', opId: 'op-4b', helper: 'joerg', name: 'Jörg MÜLLER', rev: 2 },
  ],
};

function preview(rows: Row[]): Preview {
  const count = (action: Row['action']) => rows.filter((row) => row.action === action).length;
  return {
    encoding: 'utf-8',
    separator: ';',
    columns: [{ title: 'Name', field: 'name' }, { title: 'Nummer', field: 'parkrunNumber' }, { title: 'Tel' }],
    rows,
    counts: {
      create: count('create'),
      edit: count('edit'),
      ask: count('ask'),
      unchanged: count('unchanged'),
      fault: count('fault'),
    },
  };
}

let asked: { columns: string | null; type: string | null; text: string }[];
let batches: Command[][];

function answer(rows: Row[], outcome: (batch: Command[]) => Response | undefined = () => undefined) {
  server.use(
    ...common(),
    http.post(`${imports}/preview`, async ({ request }) => {
      const columns = new URL(request.url).searchParams.get('columns');
      asked.push({ columns, type: request.headers.get('Content-Type'), text: await request.text() });
      return HttpResponse.json(preview(rows));
    }),
    http.post(imports, async ({ request }) => {
      const batch = ((await request.json()) as { rows: Command[] }).rows;
      batches.push(batch);
      return (
        outcome(batch) ??
        HttpResponse.json({ outcomes: batch.map(({ line, opId }) => ({ line, opId, result: 'created' })) })
      );
    }),
  );
}

async function toPreview() {
  renderApp('/events/monrepos/import');
  await userEvent.upload(await screen.findByLabelText('Choose a CSV file'), file);
  await userEvent.click(await screen.findByRole('button', { name: 'To the preview' }));
}

beforeEach(() => {
  asked = [];
  batches = [];
});

describe('an import', () => {
  it('previews, asks, then sends the chosen rows', async () => {
    answer([create(2), fault, ask]);
    renderApp('/events/monrepos/import');
    await userEvent.upload(await screen.findByLabelText('Choose a CSV file'), file);
    expect(await screen.findByDisplayValue('parkrun ID')).toBe(screen.getByLabelText('Column Nummer holds'));
    await userEvent.selectOptions(screen.getByLabelText('Column Tel holds'), 'Phone');
    await userEvent.click(screen.getByRole('button', { name: 'To the preview' }));
    expect(await screen.findByText('1 new, 0 changed, 1 row not imported.')).toBeVisible();
    expect(screen.getByText(/A12x is no parkrun ID/)).toHaveTextContent('line 3 A12x is no parkrun ID');
    expect(asked.map(({ columns }) => columns)).toEqual([null, 'name,parkrunNumber,phone']);
    expect(asked[0]).toMatchObject({ type: 'text/csv', text: await file.text() });
    expect(batches).toEqual([]);

    await userEvent.selectOptions(screen.getByLabelText('Line 4, Jörg'), 'it is Jörg MÜLLER');
    await userEvent.click(screen.getByRole('button', { name: 'Import 2 helpers' }));
    expect(await screen.findByText('2 new, 0 changed, 1 row not imported.')).toBeVisible();
    expect(batches).toEqual([
      [
        { line: 2, action: 'create', opId: 'op-2', values: { name: 'Helper 2', parkrunNumber: 10_002 } },
        { line: 4, action: 'edit', opId: 'op-4b', values: { name: 'Jörg' }, helper: 'joerg', rev: 2 },
      ],
    ]);
    expect(screen.getByRole('link', { name: 'To the directory' })).toBeVisible();
  });

  it('says "0 changes" where the directory has it all', async () => {
    answer([{ line: 2, action: 'unchanged', values: { name: 'Zoë' } }]);
    await toPreview();
    expect(await screen.findByText('0 changes. All of the file is in the directory already.')).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Import/ })).not.toBeInTheDocument();
  });

  it('goes on after an interruption without sending what is done', async () => {
    let failures = 1;
    const rows = Array.from({ length: 150 }, (_, at) => create(at + 2));
    answer(rows, (batch) => {
      if (batches.length === 1) {
        // The deadline of the first request left one row undone.
        return HttpResponse.json({
          outcomes: batch.map(({ line, opId }, at) => ({ line, opId, result: at === 99 ? 'notDone' : 'created' })),
        });
      }
      return failures-- > 0 ? problem(500, 'unexpected') : undefined;
    });
    await toPreview();
    await userEvent.click(await screen.findByRole('button', { name: 'Import 150 helpers' }));
    expect(await screen.findByText('Interrupted. 99 of 150 rows are done, the rest was not sent.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Send the rest' }));
    expect(await screen.findByText('150 new, 0 changed, 0 rows not imported.')).toBeVisible();
    expect(batches.map((batch) => batch.length)).toEqual([100, 51, 51]);
    expect(batches[2]?.[0]?.opId).toBe('op-101');
  });

  it('names rows that were refused', async () => {
    answer([create(2)], (batch) =>
      HttpResponse.json({
        outcomes: batch.map(({ line, opId }) => ({ line, opId, result: 'refused', code: 'parkrunNumberTaken' })),
      }),
    );
    await toPreview();
    await userEvent.click(await screen.findByRole('button', { name: 'Import 1 helper' }));
    const row = await screen.findByText(/somebody else has this parkrun ID/);
    expect(row).toHaveTextContent('line 2 Helper 2: somebody else has this parkrun ID');
  });

  it('lets the columns be chosen where the head row names none', async () => {
    server.use(
      ...common(),
      http.post(`${imports}/preview`, () =>
        problem(400, 'invalidRequest', { faults: [{ pointer: 'columns', reason: 'noName' }] }),
      ),
    );
    renderApp('/events/monrepos/import');
    await userEvent.upload(await screen.findByLabelText('Choose a CSV file'), file);
    expect(await screen.findByText('One column must hold the name or the last name.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'To the preview' })).toBeDisabled();
    await userEvent.selectOptions(screen.getByLabelText('Column Name holds'), 'Name');
    await userEvent.selectOptions(screen.getByLabelText('Column Tel holds'), 'Name');
    expect(screen.getByText('Two columns hold the same: Name.')).toBeVisible();
  });

  it('refuses a file without rows', async () => {
    server.use(...common());
    renderApp('/events/monrepos/import');
    await userEvent.upload(await screen.findByLabelText('Choose a CSV file'), new File(['Name;ID\n'], 'x.csv'));
    expect(await screen.findByRole('alert')).toHaveTextContent('This file has a head row only.');
    const steps = within(screen.getByRole('list', { name: 'Steps' }));
    expect(steps.getByText('File')).toHaveAttribute('aria-current', 'step');
  });
});
