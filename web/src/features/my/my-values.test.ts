import { describe, expect, it } from 'vitest';
import type { Helper } from '@/lib/api/types';
import { datesAreWhole, patchOf, valuesOf } from './my-values';

const helper: Helper = { id: 'h1', rev: 1, name: 'Jörg', phone: '0711 1', archived: false };
const values = valuesOf(helper);

describe('my data', () => {
  it('is changed by what differs alone', () => {
    expect(patchOf(values, values)).toBeUndefined();
    expect(patchOf(values, { ...values, phone: ' ', wishedEveryWeeks: '4' })).toEqual({
      phone: null,
      wishedEveryWeeks: 4,
    });
    expect(patchOf(values, { ...values, absences: [{ from: '2026-12-01', to: '2026-12-05' }] })).toEqual({
      absences: [{ from: '2026-12-01', to: '2026-12-05' }],
    });
  });

  it('needs both days of an absence, in order', () => {
    expect(datesAreWhole({ ...values, absences: [{ from: '2026-12-01', to: '2026-12-01' }] })).toBe(true);
    expect(datesAreWhole({ ...values, absences: [{ from: '2026-12-02', to: '2026-12-01' }] })).toBe(false);
    expect(datesAreWhole({ ...values, absences: [{ from: '2026-12-02', to: '' }] })).toBe(false);
  });
});
