/**
 * Undo and redo of what a person did.
 *
 * Kept are differences, not states: undoing puts back what that one command changed and leaves what a tour, the clock
 * or a remote hand has done since.
 */
import type { Command, CommandOf, CommandType, Origin } from './commands.ts';
import { applyDifference, type Change, difference } from './difference.ts';
import type { TwinState } from './twin-state.ts';

export const HISTORY_LENGTH = 200;

/** Drags of one slider within this time are one step. */
const DRAG_MS = 600;
const CAMERA = 'camera';

export interface HistoryStep {
  /** What was done, for the tooltip. */
  readonly type: CommandType;
  readonly undo: readonly Change[];
  readonly redo: readonly Change[];
  /** What a following command must have in common to join the step; null: nothing joins. */
  readonly joins: string | null;
  readonly atMs: number;
}

export interface History {
  /** Oldest first. */
  readonly past: readonly HistoryStep[];
  /** Next to be redone last. */
  readonly future: readonly HistoryStep[];
}

export interface Done {
  readonly before: TwinState;
  readonly after: TwinState;
  readonly command: Command;
  readonly origin: Origin;
  /** Time of the command, ms on any clock that only goes forward; without it sliders' drags are steps of their own. */
  readonly atMs?: number;
}

/** Makes an empty history. */
export function createHistory(): History {
  return { past: [], future: [] };
}

type Joins = { readonly [T in CommandType]?: (command: CommandOf<T>) => string | null };

/** What commands of one movement have in common: the camera's always join, a slider's while they follow closely. */
const JOINS: Joins = {
  setCamera: () => CAMERA,
  setTime: ({ moment = 0 }) => `time ${moment}`,
  setYear: ({ moment = 0 }) => `year ${moment}`,
  setWeather: ({ moment = 0 }) => `weather ${moment}`,
  setLayer: ({ id, opacity, style }) => (opacity === undefined && !style ? null : `layer ${id}`),
  setFilter: ({ layer }) => `filter ${layer}`,
};

const joinsOf = (command: Command): string | null =>
  (JOINS[command.type] as ((command: Command) => string | null) | undefined)?.(command) ?? null;

/**
 * Takes note of a command that has been applied.
 *
 * A person's command that changed something becomes a step and ends what could be redone; others leave the history as
 * it is. Camera moves in a row are one step.
 */
export function remember(history: History, { before, after, command, origin, atMs }: Done): History {
  if (origin !== 'person' || before === after) return history;
  const joins = joinsOf(command);
  const last = history.past.at(-1);
  const near = atMs !== undefined && last !== undefined && atMs - last.atMs <= DRAG_MS;
  // After an undo the next move starts a step of its own: it must not melt into one that was left standing.
  const join = last && joins !== null && joins === last.joins && history.future.length === 0;
  const together = join && (joins === CAMERA || near);
  const start = together ? applyDifference(before, last.undo) : before;
  const step: HistoryStep = {
    type: command.type,
    undo: difference(after, start),
    redo: difference(start, after),
    joins,
    atMs: atMs ?? Number.NEGATIVE_INFINITY,
  };
  const past = together ? history.past.slice(0, -1) : history.past;
  // A movement that came back to where it began is no step.
  if (step.redo.length === 0) return { past, future: [] };
  return { past: [...past, step].slice(-HISTORY_LENGTH), future: [] };
}

/**
 * Takes back the last step that still changes something.
 *
 * @returns the same state when there is none.
 */
export function undo(history: History, state: TwinState): { history: History; state: TwinState } {
  const past = [...history.past];
  const future = [...history.future];
  for (let step = past.pop(); step; step = past.pop()) {
    future.push(step);
    const undone = applyDifference(state, step.undo);
    if (difference(state, undone).length > 0) return { history: { past, future }, state: undone };
  }
  return { history: history.past.length > 0 ? { past, future } : history, state };
}

/** Does again what was undone last. @returns the same state when there is nothing. */
export function redo(history: History, state: TwinState): { history: History; state: TwinState } {
  const past = [...history.past];
  const future = [...history.future];
  for (let step = future.pop(); step; step = future.pop()) {
    past.push(step);
    const redone = applyDifference(state, step.redo);
    if (difference(state, redone).length > 0) return { history: { past, future }, state: redone };
  }
  return { history: history.future.length > 0 ? { past, future } : history, state };
}
