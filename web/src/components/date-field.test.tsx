import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { chooseLanguage } from '@/lib/i18n';
import { DateField } from './date-field';

function open(first = '') {
  const held = { value: first };
  function Form() {
    const [value, setValue] = useState(first);
    held.value = value;
    return <DateField label="First day" value={value} onChange={setValue} />;
  }
  render(<Form />);
  return { held, field: screen.getByRole('textbox', { name: 'First day' }) };
}

it('leaves what is no date as it was typed, and says so once it is typed', async () => {
  await chooseLanguage('de');
  const { held, field } = open();
  await userEvent.type(field, '31-02-2026');
  expect(field).toBeValid();
  expect(screen.queryByText('Das ist kein Datum.')).not.toBeInTheDocument();
  await userEvent.tab();
  expect(field).toHaveValue('31-02-2026');
  expect(held.value).toBe('31-02-2026');
  expect(field).toBeInvalid();
  expect(field).toHaveAccessibleDescription('Das ist kein Datum.');
});

it('says that it is no date when Enter sends it', async () => {
  const { field } = open();
  await userEvent.type(field, '31-02-2026{Enter}');
  expect(field).toBeInvalid();
  expect(field).toHaveFocus();
});

it('does not scold while a fault is being mended', async () => {
  const { held, field } = open('31-02-2026');
  expect(field).toHaveAccessibleDescription('This is no date.');
  await userEvent.type(field, '{Backspace}5');
  expect(field).toBeValid();
  await userEvent.clear(field);
  await userEvent.type(field, '28-2-26');
  await userEvent.tab();
  expect(field).toHaveValue('28/02/2026');
  expect(held.value).toBe('2026-02-28');
  expect(field).toBeValid();
});
