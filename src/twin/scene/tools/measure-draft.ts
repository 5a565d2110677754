/** Points of the measurement in hand, as clicks and keys come; kept in the state, so that links and undo know them. */
import type { Command } from '#base/state/commands.ts';
import type { LonLatHeight, Measurement, TwinState } from '#base/state/twin-state.ts';

type Kind = Measurement['kind'];

export interface MeasureDraft {
  /** A point of the picture was clicked. */
  add(point: LonLatHeight): void;
  removeLast(): void;
  /** Ends the measurement in hand; one that measures nothing is taken away. */
  finish(): void;
  /** Ends it and puts the tool away. */
  leave(): void;
  /** The measurement in hand with the point under the pointer; null when none is begun. */
  withPoint(point: LonLatHeight): Measurement | null;
}

const LEAST_POINTS: Readonly<Record<Kind, number>> = { distance: 2, area: 3, height: 2 };

/** Gives the kind of measurement that a tool makes; null for other tools. */
export function measureKind(tool: TwinState['tool']): Kind | null {
  return tool === 'cut' ? null : tool;
}

/** Makes the draft. `state` gives the state of now; everything else is remembered in it. */
export function createMeasureDraft(
  state: () => Pick<TwinState, 'tool' | 'measurements'>,
  dispatch: (command: Command) => void,
): MeasureDraft {
  let id: string | null = null;

  const current = (): Measurement | null => state().measurements.find((one) => one.id === id) ?? null;
  const put = (kind: Kind, points: readonly LonLatHeight[]): void => {
    const { measurements } = state();
    id ??= freeId(measurements);
    dispatch({ type: 'setMeasurement', measurement: { id, kind, points } });
  };
  function finish(): void {
    const one = current();
    id = null;
    if (one && one.points.length < LEAST_POINTS[one.kind]) {
      dispatch({ type: 'removeMeasurement', id: one.id });
    }
  }
  return {
    add(point) {
      const kind = measureKind(state().tool);
      if (!kind) return;
      let one = current();
      // Another tool was taken in hand, or the measurement was taken away: a new one begins.
      if (one?.kind !== kind) {
        finish();
        one = null;
      }
      const points = [...(one?.points ?? []), point];
      put(kind, points);
      if (kind === 'height' && points.length === LEAST_POINTS.height) id = null;
    },
    removeLast() {
      const one = current();
      if (!one) return;
      if (one.points.length > 1) put(one.kind, one.points.slice(0, -1));
      else dispatch({ type: 'removeMeasurement', id: one.id });
    },
    finish,
    leave() {
      finish();
      dispatch({ type: 'setTool', tool: null });
    },
    withPoint(point) {
      const one = current();
      return one && one.kind === state().tool ? { ...one, points: [...one.points, point] } : null;
    },
  };
}

function freeId(measurements: readonly Measurement[]): string {
  const taken = new Set(measurements.map(({ id }) => id));
  let number = 1;
  while (taken.has(`m${number}`)) number++;
  return `m${number}`;
}
