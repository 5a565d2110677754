/** Stands every building on the ground: the lowest and the highest ground under its outline. */
import type { BuildingStore } from '#city/building-store.ts';
import type { Elevation } from './elevation.ts';

/** A building on a slope shows at least this much above the highest ground under it, m, or its whole height if less. */
const LEAST_ABOVE_GROUND = 3;

/** Ground that falls less than this under a building is level, m. */
const LEVEL_GROUND = 0.3;

export interface GroundHeights {
  /** Lowest ground under the outline, m ellipsoidal, by row of the store. */
  grounds: Float64Array;
  /** Top of the building, m ellipsoidal, by row. */
  tops: Float64Array;
  /** Buildings whose top had to be raised to show above the uphill ground. */
  raised: number;
  lowest: number;
  highest: number;
}

/**
 * Samples the elevation at every corner of every outline and at its middle.
 *
 * A building whose source gives its own ground (LoD2) keeps it.
 */
export function standOnGround(store: BuildingStore, rows: Uint32Array, elevation: Elevation): GroundHeights {
  const grounds = new Float64Array(store.count);
  const tops = new Float64Array(store.count);
  let raised = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    const own = store.ground(row);
    const height = store.height(row);
    if (!Number.isNaN(own)) {
      grounds[row] = own;
      tops[row] = own + height;
    } else {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      const visit = (lon: number, lat: number): void => {
        const h = elevation.heightAt(lon, lat);
        if (h < low) low = h;
        if (h > high) high = h;
      };
      store.forEachOutlineVertex(row, visit);
      const [west, south, east, north] = store.extent(row);
      visit((west + east) / 2, (south + north) / 2);
      const least = high + Math.min(height, LEAST_ABOVE_GROUND);
      const buried = high - low > LEVEL_GROUND && low + height < least;
      if (buried) raised++;
      grounds[row] = low;
      tops[row] = buried ? least : low + height;
    }
    lowest = Math.min(lowest, grounds[row]!);
    highest = Math.max(highest, tops[row]!);
  }
  return { grounds, tops, raised, lowest, highest };
}
