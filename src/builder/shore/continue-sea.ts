/**
 * Continues the sea by elevation where the coast breaks off.
 *
 * A coast cut out of a larger map ends somewhere, and the straight line that closes it cuts through hills and bays. Places
 * nearer to that line than to the coast lie beyond the map, and so does water outside of all that the map shows: there
 * the sea is what is low and connected with the sea that the coast has. Everywhere else, where the nearest shore is the
 * coast's own, the coast stays as it is, point by point.
 *
 *        map's edge
 *   coast ──┐ ramp ┌── low land's outline
 *           └──────┘   the shore goes over from the one to the other
 */
import { MEAN_DEGREE } from '#base/geo/degree.ts';
import { flatArea2, simplify } from '#city/clip-flat.ts';
import type { GroundFeature, Position } from '#city/model.ts';
import type { Coast } from '../mend/sea.ts';
import { distanceTo } from '../terrain/distance.ts';
import { type Extent, type Lattice, widen } from '../terrain/lattice.ts';
import { rasterisePolygons } from '../terrain/rasterise.ts';
import { combine, toUnits, uniteToPolygons, unitFrame } from './combine-areas.ts';
import { contours, type GridRing } from './contours.ts';
import { flood } from './flood.ts';
import { type GridPlaces, nearestSample } from './nearest-sample.ts';
import type { RawHeights } from './raw-heights.ts';

/** Memory: some 60 bytes a node while it runs. */
const MOST_NODES = 1.2e6;
/** Water this near around what the map shows is still the coast's, m. */
const AROUND = 200;
/** Way over which the shore goes from the coast's end over to the outline by elevation, m. */
const RAMP = 150;
/** How far a distance to a shore counts in that ramp, m. */
const CLAMP = 60;
/** Nothing higher than this above the sea is made sea, whatever the ramp says, m. */
const CLIFF = 5;
/** Outlines by elevation smaller than this are noise, m². */
const LEAST_AREA = 4_000;
/** Where a piece of coast is sampled besides its ends, as a share of it. */
const NEAR_END = 0.02;
/** What an outline's points may lie beside it once thinned, in nodes. */
const THINNING = 0.15;
/** How far the area by elevation reaches over that of the coast, so that no gap is left between, as a level of a ±1 field. */
const OVERLAP = 0.2;

/**
 * Gives the sea as one MultiPolygon, continued by elevation.
 *
 * @param sea - the sea as the coast closes it.
 * @param mapped - extent of what the sources show: water outside of it is decided by elevation too.
 * @returns the sea itself when no coast breaks off.
 */
export function continueSea(
  sea: GroundFeature,
  coast: Coast,
  mapped: Extent,
  raw: RawHeights,
): GroundFeature {
  if (coast.led.length === 0 || sea.geometry.type !== 'MultiPolygon') return sea;
  const polygons = sea.geometry.coordinates;
  const extent: Extent = [...coast.extent];
  const lattice = raw.lattice(extent, MOST_NODES);
  const covered = raw.fill(lattice);
  const { cols, rows } = lattice;
  const stepY = lattice.step * MEAN_DEGREE;
  const stepX = stepY * Math.cos((((extent[1] + extent[3]) / 2) * Math.PI) / 180);
  const distances = (mask: Uint8Array): Float32Array => distanceTo(mask, cols, rows, stepX, stepY);

  const wet = rasterisePolygons(lattice, polygons);
  const beyond = beyondMap(lattice, coast, mapped, wet, covered, stepX, stepY);
  const { low, level } = flood(lattice, wet, beyond);
  const field = signed(low, distances);
  const byCoast = signed(wet, distances);
  const inMap = distances(beyond.map((value) => 1 - value));
  for (let i = 0; i < field.length; i++) {
    const t = Math.min(1, (inMap[i] as number) / RAMP);
    const there = Math.max(-CLAMP, Math.min(CLAMP, field[i] as number));
    const here = Math.max(-CLAMP, Math.min(CLAMP, byCoast[i] as number));
    field[i] = here + (there - here) * t * t * (3 - 2 * t);
  }
  smoothen(field, cols, rows);
  smoothen(field, cols, rows);
  for (let i = 0; i < field.length; i++) {
    if (beyond[i] === 1 && (lattice.heights[i] as number) > level + CLIFF && (field[i] as number) < 1)
      field[i] = 1;
  }

  const frame = unitFrame(extent[0], extent[1]);
  const least = LEAST_AREA / (stepX * stepY);
  const outlines = (rings: GridRing[]) =>
    toUnits(
      rings.map((ring) => toDegrees(ring, lattice)),
      frame,
    );
  const thinned = contours(field, cols, rows, 0)
    .filter((ring) => Math.abs(flatArea2(ring)) / 2 >= least)
    .map((ring) => simplify(ring, THINNING, true))
    .filter((ring) => ring.length >= 6);
  const mask = Float32Array.from(beyond, (value) => (value === 1 ? -1 : 1));
  const box = toUnits([boxRing(extent)], frame);
  const wide = combine('ctIntersection', outlines(contours(mask, cols, rows, OVERLAP)), box);
  const kept = combine(
    'ctDifference',
    toUnits(polygons.flat(), frame),
    outlines(contours(mask, cols, rows, 0)),
  );
  const added = combine('ctIntersection', outlines(thinned), wide);
  const coordinates = uniteToPolygons(kept, added, frame, 1e4);
  return { ...sea, geometry: { type: 'MultiPolygon', coordinates } };
}

/** Marks what elevation decides: it has data there, and the nearest shore is an added line, or the map ends before. */
function beyondMap(
  lattice: Lattice,
  coast: Coast,
  mapped: Extent,
  wet: Uint8Array,
  covered: Uint8Array,
  stepX: number,
  stepY: number,
): Uint8Array {
  const { cols, rows } = lattice;
  const { places, isAdded } = samples(lattice, coast);
  const nearest = nearestSample(places, cols, rows, stepX, stepY);
  let box: Extent = [...mapped];
  for (const line of coast.lines) {
    for (let i = 0; i < line.length; i += 2) {
      box[0] = Math.min(box[0], line[i]!);
      box[1] = Math.min(box[1], line[i + 1]!);
      box[2] = Math.max(box[2], line[i]!);
      box[3] = Math.max(box[3], line[i + 1]!);
    }
  }
  box = widen(box, AROUND);
  const [west, east] = [box[0], box[2]].map((lon) => (lon + 180) / lattice.step - lattice.col0) as [
    number,
    number,
  ];
  const [south, north] = [box[1], box[3]].map((lat) => (lat + 90) / lattice.step - lattice.row0) as [
    number,
    number,
  ];
  const beyond = new Uint8Array(cols * rows);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const i = row * cols + col;
      if (covered[i] === 0) continue;
      const outside = col < west || col > east || row < south || row > north;
      if (isAdded[nearest[i] as number] === 1 || (outside && wet[i] === 1)) beyond[i] = 1;
    }
  }
  return beyond;
}

/** Places along the coast and the lines added to it, at most a node apart. */
function samples(lattice: Lattice, coast: Coast): { places: GridPlaces; isAdded: Uint8Array } {
  const x: number[] = [];
  const y: number[] = [];
  const put = (col: number, row: number): void => {
    x.push(col);
    y.push(row);
  };
  const along = (line: ArrayLike<number>): void => {
    for (let i = 0; i + 3 < line.length; i += 2) {
      const col = (line[i]! + 180) / lattice.step - lattice.col0;
      const row = (line[i + 1]! + 90) / lattice.step - lattice.row0;
      const dx = (line[i + 2]! - line[i]!) / lattice.step;
      const dy = (line[i + 3]! - line[i + 1]!) / lattice.step;
      const length = Math.hypot(dx, dy);
      // Both ends of every piece: the coast's own end and the line added there are told apart near by.
      for (const t of [0, NEAR_END, 1 - NEAR_END, 1]) put(col + dx * t, row + dy * t);
      for (let at = 1; at < length; at++) put(col + (dx * at) / length, row + (dy * at) / length);
    }
  };
  for (const line of coast.lines) along(line);
  const own = x.length;
  for (const { from, to } of coast.led) along([...from, ...to]);
  return {
    places: { x: Float64Array.from(x), y: Float64Array.from(y) },
    isAdded: Uint8Array.from(x, (_, i) => (i < own ? 0 : 1)),
  };
}

/** Distance to the edge of a mask, m: negative inside. A new array. */
function signed(mask: Uint8Array, distances: (mask: Uint8Array) => Float32Array): Float32Array {
  const inside = distances(mask.map((value) => 1 - value));
  const outside = distances(mask);
  for (let i = 0; i < outside.length; i++) outside[i] = (outside[i] as number) - (inside[i] as number);
  return outside;
}

/** Means over 3 × 3 nodes, the middle weighing most, in place; the rim stays. */
function smoothen(field: Float32Array, cols: number, rows: number): void {
  const source = field.slice();
  for (let row = 1; row + 1 < rows; row++) {
    for (let i = row * cols + 1; i < (row + 1) * cols - 1; i++) {
      const side = source[i - 1]! + source[i + 1]! + source[i - cols]! + source[i + cols]!;
      const diagonal =
        source[i - cols - 1]! + source[i - cols + 1]! + source[i + cols - 1]! + source[i + cols + 1]!;
      field[i] = source[i]! / 4 + side / 8 + diagonal / 16;
    }
  }
}

function toDegrees(ring: GridRing, lattice: Lattice): Position[] {
  const positions: Position[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    positions.push([
      (lattice.col0 + ring[i]!) * lattice.step - 180,
      (lattice.row0 + ring[i + 1]!) * lattice.step - 90,
    ]);
  }
  positions.push(positions[0]!);
  return positions;
}

function boxRing([west, south, east, north]: Extent): Position[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}
