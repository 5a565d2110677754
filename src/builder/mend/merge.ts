/** One building of several features with the same id: pieces cut at tile edges, repetitions, ids given twice. */
import type { Building, HeightOrigin, Volume } from '#city/model.ts';
import { polygonArea } from '#city/polygon.ts';
import type { Problem } from '../problem.ts';
import { type LocalPolygon, unionPolygons } from './clipping.ts';
import { geometryHash } from './ids.ts';
import { type LocalPlane, localPlane } from './local-plane.ts';
import { isClean } from './mend-polygon.ts';
import { straightened } from './straighten.ts';

/** Pieces no farther apart than twice this are one, m: tiles round their edges. */
const SEAM = 0.05;

/** Which origin of a height is believed before which. */
const TRUST: readonly HeightOrigin[] = ['surfaces', 'height', 'parts', 'levels', 'roof', 'rule'];

/**
 * Merges features of one id: outlines that touch are joined, identical ones dropped; the most trusted height (of
 * several the highest), the first use, name and years that are known, attributes of the first completed by the others.
 * Pieces that stand apart with different heights keep theirs, as parts.
 *
 * @param pieces - one or more buildings with the same id, in file order.
 * @returns a new building and what is to be said of it (its file is the caller's to fill in).
 */
export function mergeBuildings(pieces: readonly Building[]): { building: Building; problems: Problem[] } {
  const first = pieces[0]!;
  if (pieces.length === 1) return { building: first, problems: [] };
  const seen = new Set<string>();
  const distinct = pieces.filter((piece) => {
    const key = `${geometryHash(piece.outline)} ${piece.surfaces.length} ${piece.surfaces.length > 0 ? piece.ground : ''}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const building = joinAttributes(pieces);
  const plane = localPlane(first.outline[0]!);
  const local = distinct.map(({ outline }) => outline.map((polygon) => plane.toLocal(polygon)));
  const count = local.reduce((sum, polygons) => sum + polygons.length, 0);
  let joined = local.flat();
  if (distinct.length > 1) {
    joined = join(joined);
    building.outline = joined.map((polygon) => plane.toLonLat(polygon));
    building.surfaces = distinct.flatMap(({ surfaces }) => surfaces);
    building.parts = distinct.flatMap(({ parts }) => parts);
    if (joined.length > 1 && building.surfaces.length === 0 && building.parts.length === 0) {
      building.parts = unlikeParts(distinct, joined, local, plane);
    }
  } else {
    building.outline = first.outline;
  }
  const apart = distinct.length > 1 && joined.length >= count;
  const same = pieces.length - distinct.length;
  const detail = apart
    ? `expected one footprint an id, got ${distinct.length} that do not touch: kept as one building`
    : `expected one feature an id, got ${pieces.length}: ${
        distinct.length > 1 ? `${distinct.length} pieces joined` : ''
      }${distinct.length > 1 && same > 0 ? ', ' : ''}${same > 0 ? `${same} the same as another` : ''}`;
  return {
    building,
    problems: [
      {
        action: apart ? 'warning' : 'mended',
        reason: apart ? 'duplicate-id' : same > 0 && distinct.length === 1 ? 'duplicate' : 'joined-pieces',
        file: '',
        place: first.id,
        detail: `building "${first.id}": ${detail}`,
      },
    ],
  };
}

function join(polygons: LocalPolygon[]): LocalPolygon[] {
  const plain = unionPolygons(polygons);
  const closed = plain.length > 1 ? unionPolygons(polygons, { close: SEAM }) : plain;
  let best = closed.length < plain.length ? closed : plain;
  best = best.map(straightened);
  return best.every(isClean) ? best : unionPolygons(best, { shrink: 0.002 });
}

/** Volumes of the pieces when they differ in height; [] when the outline says it all. */
function unlikeParts(
  pieces: readonly Building[],
  joined: readonly LocalPolygon[],
  local: readonly LocalPolygon[][],
  plane: LocalPlane,
): Volume[] {
  const { height, minHeight } = pieces[0]!;
  if (pieces.every((piece) => piece.height === height && piece.minHeight === minHeight)) return [];
  const joinedArea = joined.reduce((sum, polygon) => sum + polygonArea(polygon), 0);
  const ownArea = local.flat().reduce((sum, polygon) => sum + polygonArea(polygon), 0);
  // Pieces that overlap would be meshed inside each other.
  if (ownArea > joinedArea * 1.01) return [];
  return pieces.flatMap((piece, i) =>
    local[i]!.map((polygon) => ({
      polygon: plane.toLonLat(polygon),
      minHeight: piece.minHeight,
      height: piece.height,
      roof: piece.roof,
      colour: piece.colour,
      material: piece.material,
    })),
  );
}

function joinAttributes(pieces: readonly Building[]): Building {
  const first = pieces[0]!;
  const building: Building = { ...first, attributes: { ...first.attributes } };
  const rank = (piece: Building) => TRUST.indexOf(piece.heightFrom);
  let best = first;
  for (const piece of pieces) {
    if (rank(piece) < rank(best) || (rank(piece) === rank(best) && piece.height > best.height)) best = piece;
    building.minHeight = Math.min(building.minHeight, piece.minHeight);
    if (building.roof.shape === 'flat' && piece.roof.shape !== 'flat') building.roof = piece.roof;
    if (building.use === 'unknown') building.use = piece.use;
    building.storeys = Math.max(building.storeys, piece.storeys);
    building.built ||= piece.built;
    building.demolished ||= piece.demolished;
    building.name ??= piece.name;
    building.colour ??= piece.colour;
    building.material ??= piece.material;
    for (const [key, value] of Object.entries(piece.attributes)) building.attributes[key] ??= value;
  }
  building.height = best.height;
  building.heightFrom = best.heightFrom;
  let ground = Number.POSITIVE_INFINITY;
  let top = Number.NEGATIVE_INFINITY;
  for (const piece of pieces) {
    if (piece.ground === null) continue;
    ground = Math.min(ground, piece.ground);
    top = Math.max(top, piece.ground + piece.height);
  }
  if (ground < top) {
    building.ground = ground;
    building.height = Math.max(building.height, top - ground);
  }
  return building;
}
