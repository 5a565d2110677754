/**
 * How wide a carriageway is when nobody measured it.
 *
 * Lane widths follow common urban design practice: 3.75 m on motorways, 3.5 m on main roads, 3.25 m on collectors and
 * 3.0 m on residential streets; `edge` holds hard shoulders, marginal strips and the like of both sides together.
 */
interface RoadProfile {
  /** m. */
  lane: number;
  /** Lanes of a carriageway without a tag. */
  lanes: number;
  /** m, both sides together. */
  edge: number;
}

const PROFILES: Readonly<Record<string, RoadProfile>> = {
  motorway: { lane: 3.75, lanes: 3, edge: 3.5 },
  trunk: { lane: 3.5, lanes: 3, edge: 2 },
  primary: { lane: 3.5, lanes: 3, edge: 1 },
  secondary: { lane: 3.25, lanes: 2, edge: 1 },
  tertiary: { lane: 3.25, lanes: 2, edge: 0.5 },
  residential: { lane: 3, lanes: 2, edge: 0 },
  service: { lane: 4, lanes: 1, edge: 0 },
  track: { lane: 3, lanes: 1, edge: 0 },
};

/** Ways without lanes, m. */
const FIXED: Readonly<Record<string, number>> = { pedestrian: 5, path: 2, steps: 2.5 };

/** Tracks and their bed, m. */
const RAIL: Readonly<Record<string, number>> = { rail: 3.5, light_rail: 3.2, subway: 3.2, tram: 2.8 };

/** Widths outside of this are slips of the pen (feet, centimetres). */
const PLAUSIBLE = { min: 0.5, max: 80 };

/** Most lanes that one carriageway is believed to have. */
const MAX_LANES = 12;

/** Classes of road whose edge is a kerb. */
export const CARRIAGEWAYS: ReadonlySet<string> = new Set([
  'motorway',
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'residential',
  'service',
]);

/**
 * Gives the width of a carriageway, m: what was measured, else by lanes, else by class.
 *
 * @param roadClass - class of a ground feature of theme road or rail; unknown classes count as residential.
 * @param lanes - lanes of this carriageway (both directions where they share it), 0 unknown.
 * @param width - measured width, m, 0 unknown; implausible ones are not believed.
 */
export function roadWidth(roadClass: string, lanes = 0, width = 0): number {
  if (width >= PLAUSIBLE.min && width <= PLAUSIBLE.max) return width;
  const fixed = FIXED[roadClass] ?? RAIL[roadClass];
  if (fixed !== undefined) return fixed;
  const profile = PROFILES[roadClass] ?? PROFILES.residential!;
  const count = lanes >= 1 && lanes <= MAX_LANES ? Math.round(lanes) : profile.lanes;
  return count * profile.lane + profile.edge;
}
