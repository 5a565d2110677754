/**
 * Kerbs: the edges of the carriageways, as the outline of the union of all road ribbons.
 *
 * Bridges of one layer are a union of their own; tunnels have no kerb that anybody sees. Each tile is computed from its
 * own roads and those within reach, in units that are the same for all tiles, so that kerbs meet at the borders.
 */

import { clipLine, simplify } from '#city/clip-flat.ts';
import { CARRIAGEWAYS } from '#city/road-width.ts';
import { type TileFeature, toTileUnits } from './encode-tile.ts';
import { type TileRange, unitsPerMetre } from './mercator.ts';
import type { PreparedFeature, TileValue } from './prepare-feature.ts';
import { ribbon } from './ribbon.ts';
import { type Path, pathArea, unitePaths } from './unite-paths.ts';

/** Steps of the union in a tile unit: rounding stays far below what is drawn. */
const STEPS = 16;

/** How far kerbs go beyond a tile's border, in tile units. */
const KERB_BUFFER = 64;

/** Islands and gaps smaller than this are left out, m². */
const SMALLEST = 3;

interface KerbRoad {
  line: Float64Array;
  /** Half the width, m. */
  half: number;
  /** `ground`, or `bridge` and its layer. */
  group: string;
  caps: { start: boolean; end: boolean };
}

interface Transition {
  x: number;
  y: number;
  half: number;
  group: string;
}

interface Near {
  roads: KerbRoad[];
  transitions: Transition[];
}

export interface Kerbs {
  /** Kerbs of a tile at that zoom; an empty list where there are none. */
  tile(x: number, y: number): TileFeature[];
}

/**
 * Prepares the kerbs of all roads for tiles of one zoom.
 *
 * @param range - tiles that kerbs will be asked for; a road may go on to the other end of the world.
 */
export function createKerbs(
  features: readonly PreparedFeature[],
  z: number,
  extent: number,
  range: TileRange,
): Kerbs {
  const size = 2 ** z;
  const { roads, transitions } = gatherRoads(features);
  const widest = roads.reduce((most, { half }) => Math.max(most, half), 0);
  /** By tile: roads and transitions within reach. */
  const near = new Map<number, Near>();
  const reach = (y: number) => KERB_BUFFER / extent + 2 * widest * unitsPerMetre(y) * size;
  const nearOf = (x: number, y: number) => {
    const key = y * size + x;
    let entry = near.get(key);
    if (!entry) {
      entry = { roads: [], transitions: [] };
      near.set(key, entry);
    }
    return entry;
  };
  for (const road of roads) {
    for (const key of tilesNear(road.line, size, reach(road.line[1]!), range)) {
      nearOf(key % size, Math.floor(key / size)).roads.push(road);
    }
  }
  for (const transition of transitions) {
    const line = Float64Array.of(transition.x, transition.y, transition.x, transition.y);
    for (const key of tilesNear(line, size, reach(transition.y), range)) {
      nearOf(key % size, Math.floor(key / size)).transitions.push(transition);
    }
  }
  return {
    tile(x, y) {
      const entry = near.get(y * size + x);
      return entry ? kerbsOf(entry, { x, y, size, extent, reach: reach((y + 0.5) / size) }) : [];
    },
  };
}

/** A tile that kerbs are made for; `reach` is how far beyond its border roads count, in tiles. */
interface Place {
  x: number;
  y: number;
  size: number;
  extent: number;
  reach: number;
}

function kerbsOf({ roads, transitions }: Near, place: Place): TileFeature[] {
  const { x, y, size, extent } = place;
  const scale = extent * STEPS;
  const perMetre = unitsPerMetre((y + 0.5) / size) * size * scale;
  const byGroup = new Map<string, Path[]>();
  for (const road of roads) {
    const paths = byGroup.get(road.group) ?? [];
    byGroup.set(road.group, paths);
    paths.push(...ribbonsOf(road, place));
  }
  const features: TileFeature[] = [];
  for (const group of [...byGroup.keys()].sort()) {
    const ends = transitions
      .filter((transition) => transition.group === group)
      .map((end) => [(end.x * size - x) * scale, (end.y * size - y) * scale, end.half * perMetre * 0.95]);
    const geometry: Int32Array[] = [];
    for (const contour of unitePaths(byGroup.get(group)!)) {
      if (Math.abs(pathArea(contour)) < SMALLEST * perMetre * perMetre) continue;
      for (const line of openContour(contour, ends)) {
        const [low, high] = [-KERB_BUFFER * STEPS, (extent + KERB_BUFFER) * STEPS];
        for (const part of clipLine(line, low, high, 0).flatMap((piece) => clipLine(piece, low, high, 1))) {
          const units = toTileUnits(simplify(part, STEPS / 2, false), 1 / STEPS, false);
          if (units) geometry.push(units);
        }
      }
    }
    if (geometry.length > 0) features.push({ kind: 'line', geometry, properties: groupProperties(group) });
  }
  return features;
}

/** The road's ribbons within reach of a tile, in steps from its corner. */
function ribbonsOf({ line, half, caps }: KerbRoad, { x, y, size, extent, reach }: Place): Path[] {
  const scale = extent * STEPS;
  const columns = clipLine(line, (x - reach) / size, (x + 1 + reach) / size, 0);
  const pieces = columns.flatMap((part) => clipLine(part, (y - reach) / size, (y + 1 + reach) / size, 1));
  return pieces.flatMap((piece) => {
    // Where a road was cut, beyond what is drawn, its end does not matter.
    const start = caps.start && piece[0] === line[0] && piece[1] === line[1];
    const end = caps.end && piece.at(-2) === line.at(-2) && piece.at(-1) === line.at(-1);
    const local = new Float64Array(piece.length);
    let count = 0;
    for (let i = 0; i < piece.length; i += 2) {
      const px = (piece[i]! * size - x) * scale;
      const py = (piece[i + 1]! * size - y) * scale;
      if (count > 0 && Math.hypot(px - local[count - 2]!, py - local[count - 1]!) < 1) continue;
      local[count++] = px;
      local[count++] = py;
    }
    if (count < 4) return [];
    const halves = new Float64Array(count / 2);
    for (let i = 0; i < halves.length; i++) {
      halves[i] = half * unitsPerMetre((local[2 * i + 1]! / scale + y) / size) * size * scale;
    }
    return [ribbon(local.subarray(0, count), halves, { start, end })];
  });
}

function groupProperties(group: string): Record<string, TileValue> {
  if (group === 'ground') return {};
  const layer = Number(group.slice('bridge '.length));
  return layer === 0 ? { bridge: true } : { bridge: true, layer };
}

/** A closed contour as lines, without the edges that close a road off where it goes on as a bridge or tunnel. */
function openContour(contour: Path, ends: number[][]): Float64Array[] {
  const n = contour.length;
  const isEnd = (i: number) => {
    const [a, b] = [contour[i % n]!, contour[(i + 1) % n]!];
    const [mx, my] = [(a.X + b.X) / 2, (a.Y + b.Y) / 2];
    return ends.some(([x, y, radius]) => Math.hypot(mx - x!, my - y!) < radius!);
  };
  let from = 0;
  if (ends.length > 0) {
    while (from < n && !isEnd(from)) from++;
    if (from < n) from++;
    else from = 0;
  }
  const lines: Float64Array[] = [];
  let line: number[] = [contour[from % n]!.X, contour[from % n]!.Y];
  for (let i = from; i < from + n; i++) {
    const next = contour[(i + 1) % n]!;
    if (ends.length > 0 && isEnd(i)) {
      if (line.length >= 4) lines.push(Float64Array.from(line));
      line = [next.X, next.Y];
    } else line.push(next.X, next.Y);
  }
  if (line.length >= 4) lines.push(Float64Array.from(line));
  return lines;
}

/** Keys (row × size + column) of the tiles of a range that a line comes within reach of, by its segments' boxes, each once. */
function tilesNear(line: Float64Array, size: number, reach: number, range: TileRange): Set<number> {
  const keys = new Set<number>();
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [ax, ay, bx, by] = [line[i]! * size, line[i + 1]! * size, line[i + 2]! * size, line[i + 3]! * size];
    const fromX = Math.max(range.minX, Math.floor(Math.min(ax, bx) - reach));
    const fromY = Math.max(range.minY, Math.floor(Math.min(ay, by) - reach));
    const toX = Math.min(range.maxX, Math.floor(Math.max(ax, bx) + reach));
    const toY = Math.min(range.maxY, Math.floor(Math.max(ay, by) + reach));
    for (let y = fromY; y <= toY; y++) for (let x = fromX; x <= toX; x++) keys.add(y * size + x);
  }
  return keys;
}

/** A place as a number: 2^26 steps along each side, about 0.6 m. */
function placeKey(line: Float64Array, at: number): number {
  return Math.round(line[at]! * 2 ** 26) * 2 ** 26 + Math.round(line[at + 1]! * 2 ** 26);
}

function gatherRoads(features: readonly PreparedFeature[]): { roads: KerbRoad[]; transitions: Transition[] } {
  const roads: KerbRoad[] = [];
  for (const { layer, kind, parts, properties } of features) {
    if (layer !== 'road' || kind !== 'line' || !CARRIAGEWAYS.has(String(properties.class))) continue;
    const group = properties.tunnel
      ? 'tunnel'
      : properties.bridge
        ? `bridge ${properties.layer ?? 0}`
        : 'ground';
    for (const lines of parts) {
      for (const line of lines) {
        if (line.length < 4) continue;
        roads.push({ line, half: Number(properties.width) / 2, group, caps: { start: false, end: false } });
      }
    }
  }
  const meetings = new Map<number, { road: KerbRoad; at: number }[]>();
  for (const road of roads)
    for (const at of [0, road.line.length - 2]) meetings.set(placeKey(road.line, at), []);
  for (const road of roads) {
    for (let at = 0; at < road.line.length; at += 2)
      meetings.get(placeKey(road.line, at))?.push({ road, at });
  }
  const transitions: Transition[] = [];
  for (const road of roads) {
    for (const at of [0, road.line.length - 2]) {
      const others = meetings
        .get(placeKey(road.line, at))!
        .filter((meeting) => meeting.road !== road || meeting.at !== at);
      const own = others.filter((meeting) => meeting.road.group === road.group);
      if (own.some((meeting) => meeting.road.half >= road.half)) road.caps[at === 0 ? 'start' : 'end'] = true;
      else if (own.length < others.length) {
        transitions.push({ x: road.line[at]!, y: road.line[at + 1]!, half: road.half, group: road.group });
      }
    }
  }
  return { roads: roads.filter(({ group }) => group !== 'tunnel'), transitions };
}
