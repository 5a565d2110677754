/** What is read off a state in more than one place. */
import type { Clock, LayerState, TwinState } from './twin-state.ts';

/**
 * Gives the city's time.
 *
 * @param nowMs - the published clock's time, else the wall clock's; ms since 1970.
 * @param startMs - wall clock when the picture began to play a clock without an anchor.
 * @returns ms since 1970, or null when the clock leaves the hour to the picture.
 */
export function instantAt(clock: Clock, nowMs: number, startMs = nowMs): number | null {
  if (clock.mode === 'live') return nowMs;
  if (clock.mode === 'paused' || clock.instant === null) return clock.instant;
  return clock.instant + (nowMs - (clock.anchor ?? startMs)) * clock.rate;
}

/** Gives the feature that the inspector reads: the one selected last. */
export function readId({ selection }: TwinState): string | null {
  return selection.at(-1) ?? null;
}

const UNKNOWN_LAYER: LayerState = { visible: true };

/** Gives how a layer is shown; one that the state does not name is shown. */
export function layerOf({ layers }: TwinState, id: string): LayerState {
  return layers[id] ?? UNKNOWN_LAYER;
}

/** Tells whether a feature shows as far as isolation and hiding go. */
export function isShown({ isolated, hidden }: TwinState, id: string): boolean {
  return !hidden.includes(id) && (isolated === null || isolated.includes(id));
}

const CASE = 'case:';

/** Gives the id by which a case is selected. */
export function caseSelection(id: string): string {
  return `${CASE}${id}`;
}

/** Gives the case that an id of the selection means, or null when it means a feature of the city. */
export function caseIdOf(id: string): string | null {
  return id.startsWith(CASE) ? id.slice(CASE.length) : null;
}

const VEHICLE = 'vehicle:';

/** Gives the id by which a vehicle is selected. */
export function vehicleSelection(id: string): string {
  return `${VEHICLE}${id}`;
}

/** Gives the vehicle that an id of the selection means, or null when it means something else. */
export function vehicleIdOf(id: string): string | null {
  return id.startsWith(VEHICLE) ? id.slice(VEHICLE.length) : null;
}
