/**
 * From raw features in WGS84 to the clean city model: classify, mend geometry, derive height, roof and use.
 *
 * Pure and free of Node: runs in worker threads on batches.
 */
import type { Building, GroundFeature, Volume } from '#city/model.ts';
import type { Problem } from '../problem.ts';

/** A building part that still looks for its building (OSM `building:part`), by containment. */
export interface LoosePart {
  id: string;
  /** Id of the outline when a relation says so. */
  buildingId: string | null;
  volume: Volume;
  attributes: Record<string, string | number | boolean>;
}

export interface Normalised {
  buildings: Building[];
  parts: LoosePart[];
  ground: GroundFeature[];
  problems: Problem[];
  /** Features taken in, before any merge: in = out + dropped + passed + merged. */
  read: number;
}
