import type { RoadClass } from './arterials.ts';
import type { Place } from './layout.ts';
import type { Lot } from './lots.ts';
import type { Random } from './random.ts';
import type { Site } from './site.ts';

/** What a builder of a lot gets. */
export interface Block {
  lot: Lot;
  site: Site;
  random: Random;
  /** Year in which this neighbourhood was built, within its zone's. */
  year: number;
  /** Class of the nearest road with a carriageway, within 22 m. */
  roadAt(x: number, y: number): RoadClass | null;
}

/** Class of the road that a place fronts on. */
export function frontOf(block: Block, place: Place): RoadClass | null {
  const back = place.depth / 2 + 8;
  return block.roadAt(place.x + Math.sin(place.angle) * back, place.y - Math.cos(place.angle) * back);
}

/** A year near the neighbourhood's, kept within the zone's years. */
export function yearNear(block: Block, before: number, after: number): number {
  const [first, last] = block.lot.zone.years;
  return Math.max(first, Math.min(last, block.year + block.random.int(-before, after)));
}
