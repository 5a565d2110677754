/** How near a camera has to go until a cluster of markers opens. */

/** Nearer than this a flight does not go, m. */
const NEAREST = 160;
/** Of the picture's height, that the cluster's places then take. */
const FILLS = 0.6;
/** A flight that goes less far than this is not worth it. */
const LEAST_STEP = 0.75;

export interface ClusterSight {
  /** Between the places that are farthest from each other, m. */
  readonly extent: number;
  /** From the camera, m. */
  readonly away: number;
  /** Of the picture, rad. */
  readonly fovY: number;
  /** CSS px */
  readonly pictureHeight: number;
  /** Markers nearer to each other than this are one, CSS px. */
  readonly gatherPx: number;
}

/** Gives the distance (m) from which a cluster stands open; null: it cannot be opened any further. */
export function clusterRange({ extent, away, fovY, pictureHeight, gatherPx }: ClusterSight): number | null {
  /** Metres that one metre of distance shows from the foot to the head of the picture. */
  const shows = 2 * Math.tan(fovY / 2);
  const opensAt = (extent * pictureHeight) / (gatherPx * shows);
  if (opensAt < NEAREST) return null;
  const fits = extent / (FILLS * shows);
  const range = Math.max(NEAREST, Math.min(fits, opensAt, away * LEAST_STEP));
  return range < away ? range : null;
}
