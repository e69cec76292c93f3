import { describe, expect, it } from 'vitest';
import { collisions, differing, merged } from './edit';

const before = { name: 'Jörg', phone: '1', roles: ['marshal'] };
const theirs = { name: 'Jörg M', phone: '2', roles: ['marshal'] };

describe('two people at one form', () => {
  it('differ where the values do, whole lists included', () => {
    expect(differing(before, { ...before, roles: ['marshal', 'timekeeper'] })).toEqual(['roles']);
    expect(differing(before, { ...before, roles: ['marshal'] })).toEqual([]);
  });

  it('collide where both changed to different values', () => {
    expect(collisions(before, { ...before, phone: '3', roles: [] }, theirs)).toEqual(['phone']);
    expect(collisions(before, { ...before, phone: '2' }, theirs)).toEqual([]);
    expect(collisions(before, before, theirs)).toEqual([]);
  });

  it('keep both changes elsewhere, and whatever was chosen where they collide', () => {
    const mine = { ...before, phone: '3', roles: [] };
    expect(merged(before, mine, theirs)).toEqual({ name: 'Jörg M', phone: '3', roles: [] });
    expect(merged(before, mine, theirs, ['phone'])).toEqual({ name: 'Jörg M', phone: '2', roles: [] });
  });
});
