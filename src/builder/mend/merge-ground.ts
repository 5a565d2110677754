/** Ground features of one id: doubles are dropped, pieces of an area cut apart (at tile edges, say) are joined again. */
import type { GroundFeature, LonLatPolygon, Position } from '#city/model.ts';
import { unionPolygons } from './clipping.ts';
import { localPlane } from './local-plane.ts';

/** Gaps between the pieces of one area up to twice this are cuts, m. */
const SEAM = 0.3;

/** An id that so many pieces share is no id. */
const MOST_PIECES = 500;

/**
 * Merges ground features of the same theme, class and id. Lines stay as they are, doubles apart.
 *
 * @returns a new list in the order of first appearance, and how many features went into others.
 */
export function mergeGround(features: readonly GroundFeature[]): {
  features: GroundFeature[];
  merged: number;
} {
  const seen = new Set<string>();
  const groups = new Map<string, GroundFeature[]>();
  for (const feature of features) {
    const key = `${feature.theme}\n${feature.class}\n${feature.layer}\n${feature.id}`;
    const group = groups.get(key);
    if (!group) {
      groups.set(key, [feature]);
      continue;
    }
    const exact = `${key}\n${JSON.stringify(feature.geometry)}`;
    if (group.length === 1) seen.add(`${key}\n${JSON.stringify(group[0]!.geometry)}`);
    if (seen.has(exact)) continue;
    seen.add(exact);
    group.push(feature);
  }
  const result: GroundFeature[] = [];
  for (const group of groups.values()) {
    const areas = group.filter(({ geometry }) => geometry.type.endsWith('Polygon'));
    if (areas.length < 2 || areas.length > MOST_PIECES) for (const feature of group) result.push(feature);
    else result.push(joinAreas(areas), ...group.filter((feature) => !areas.includes(feature)));
  }
  return { features: result, merged: features.length - result.length };
}

function joinAreas(pieces: readonly GroundFeature[]): GroundFeature {
  const polygons = pieces.flatMap(ringsOf);
  const plane = localPlane(polygons[0]!);
  const joined = unionPolygons(
    polygons.map((polygon) => plane.toLocal(polygon)),
    { close: SEAM },
  );
  const coordinates = joined.map((polygon) => plane.toLonLat(polygon).map(closedRing));
  return {
    ...pieces[0]!,
    name: pieces.find(({ name }) => name)?.name ?? null,
    geometry:
      coordinates.length === 1
        ? { type: 'Polygon', coordinates: coordinates[0]! }
        : { type: 'MultiPolygon', coordinates },
  };
}

function ringsOf({ geometry }: GroundFeature): LonLatPolygon[] {
  if (geometry.type === 'Polygon') return [geometry.coordinates.map(openRing)];
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.map((polygon) => polygon.map(openRing));
  return [];
}

function openRing(ring: readonly Position[]): Float64Array {
  const first = ring[0]!;
  const last = ring.at(-1)!;
  const closed = ring.length > 1 && first[0] === last[0] && first[1] === last[1];
  return Float64Array.from((closed ? ring.slice(0, -1) : ring).flatMap(([lon, lat]) => [lon!, lat!]));
}

function closedRing(ring: Float64Array): Position[] {
  const positions: Position[] = [];
  for (let i = 0; i < ring.length; i += 2) positions.push([ring[i]!, ring[i + 1]!]);
  if (positions[0]) positions.push(positions[0]);
  return positions;
}
