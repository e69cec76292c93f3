/** The contract's forms, as far as the peer serves them. */
export interface Assignment {
  helper: string;
  name: string;
  state: 'proposed' | 'confirmed' | 'declined';
}

export interface Slot {
  id: string;
  role: string;
  index: number;
  need: 'needed' | 'preferred' | 'extra';
  assignment?: Assignment;
}

export interface Schedule {
  date: string;
  rev: number;
  status: 'draft' | 'published' | 'final' | 'cancelled';
  derived: boolean;
  needs: { role: string; need: number; prefer: number }[];
  slots: Slot[];
  openNeeded: number;
  openPreferred: number;
  proposed: number;
  allowedPairs: { first: string; second: string }[];
  lastUndoable?: { op: string; kind: string; actor: string; at: string };
}

export interface HelperRow {
  id: string;
  name: string;
  archived: boolean;
  timesHelped?: number;
  lastHelped?: string;
  coming?: { date: string; slot: string; state: string }[];
}

/** As much of Fastify's reply as the peer uses. */
export interface Reply {
  code(status: number): Reply;
  header(name: string, value: string): Reply;
  type(value: string): Reply;
  send(body?: unknown): unknown;
}
