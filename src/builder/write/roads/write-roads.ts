/** Writes the managed roads of a city: ribbons as 3D Tiles 1.1 (main roads from afar), and the graph. */
import { join } from 'node:path';
import { enuToEcefMatrix, metresPerDegree } from '#base/geo/ellipsoid.ts';
import type { Elevation } from '../../elevation.ts';
import { mapLimited, type TaskPool } from '../../pool.ts';
import { type ManagedRoad, roadsExtent } from '../../roads/managed-roads.ts';
import { roadNetwork } from '../../roads/road-network.ts';
import { type TilesetTile, tilesetTexts } from '../tileset-json.ts';
import { sumWritten, type Written, writeWithGzip } from '../write-file.ts';
import { createRibbonMesh, hasRibbon, meshRoad } from './ribbon-mesh.ts';
import { ROAD_CLASSES, type RoadTileFile, type RoadTileInput } from './road-tile-task.ts';

/** Side of a leaf and of a coarse tile, m. */
const LEAF = 1_024;
const COARSE = 4_096;
/** Longest stretch without a corner, m. */
const FINE_STEP = 10;
const COARSE_STEP = 40;
/** Error of the coarse tiles, m: they give way at some 1,500 m. */
const COARSE_ERROR = 26;
/** Error of the root, which shows nothing, m: it always gives way. */
const ROOT_ERROR = 100_000;
/** A tile's property table has no more rows. */
const MOST_ROADS = 4_096;
/** Classes that are seen from afar, the widest first: where there are too many, the last are left out. */
const MAIN = ['motorway', 'trunk', 'primary', 'secondary', 'tertiary'];

export interface WriteRoadsOptions {
  roads: readonly ManagedRoad[];
  elevation: Pick<Elevation, 'heightAt'>;
  dir: string;
  pool: TaskPool;
  signal: AbortSignal;
}

export interface WrittenRoads extends Written {
  tileset: string;
  network: string;
}

/** Writes tiles, tileset and graph. @returns null when there are no roads. */
export async function writeRoads(options: WriteRoadsOptions): Promise<WrittenRoads | null> {
  const { roads, dir, pool, signal } = options;
  if (roads.length === 0) return null;
  const written: Written[] = [];
  const drawn = roads.filter((road) => !road.tunnel && hasRibbon(road));
  const tasks: TileWork[] = [];
  const root = drawn.length > 0 ? planTiles(drawn, options.elevation, tasks) : null;
  await mapLimited(tasks, pool.size * 2, async (work) => {
    signal.throwIfAborted();
    const { tile } = work;
    const input = tileInput(work, options);
    const { bounds, bytes, bytesGz } = (await pool.run('roadTile', input)) as RoadTileFile;
    tile.bounds = bounds;
    written.push({ files: 1, bytes, bytesGz });
  });
  signal.throwIfAborted();
  if (root) {
    for (const { path, text } of tilesetTexts(root)) written.push(await writeWithGzip(join(dir, path), text));
  }
  written.push(await writeWithGzip(join(dir, 'network.json'), `${JSON.stringify(roadNetwork(roads))}\n`));
  return { tileset: 'roads/tileset.json', network: 'roads/network.json', ...sumWritten(written) };
}

type Origin = RoadTileInput['origin'];

/** A tile with content, and what goes into it. */
interface TileWork {
  tile: TilesetTile;
  origin: Origin;
  roads: ManagedRoad[];
  step: number;
}

interface Cell {
  column: number;
  row: number;
  roads: ManagedRoad[];
}

/** Roads by the cell that their middle lies in, cells in the order of their names. */
function cellsOf(roads: readonly ManagedRoad[], side: number, perLon: number, perLat: number): Cell[] {
  const cells = new Map<string, Cell>();
  for (const road of roads) {
    const column = Math.floor((road.lon * perLon) / side);
    const row = Math.floor((road.lat * perLat) / side);
    const key = `${column} ${row}`;
    const cell = cells.get(key);
    if (cell) cell.roads.push(road);
    else cells.set(key, { column, row, roads: [road] });
  }
  return [...cells.values()].sort((a, b) => a.row - b.row || a.column - b.column);
}

/** root → coarse tiles of main roads → leaves. Every tile with content is put on the list. */
function planTiles(
  roads: readonly ManagedRoad[],
  elevation: Pick<Elevation, 'heightAt'>,
  tasks: TileWork[],
): TilesetTile {
  const [west, south, east, north] = roadsExtent(roads);
  const [perLon, perLat] = metresPerDegree((south + north) / 2);
  const originOf = (box: readonly number[]): Origin => {
    const lonDeg = Math.round(((box[0]! + box[2]!) / 2) * 1e6) / 1e6;
    const latDeg = Math.round(((box[1]! + box[3]!) / 2) * 1e6) / 1e6;
    return { lonDeg, latDeg, h: Math.round(elevation.heightAt(lonDeg, latDeg)) };
  };
  const tileOf = (key: string, { lonDeg, latDeg, h }: Origin, error: number): TilesetTile => {
    const matrix = enuToEcefMatrix(lonDeg, latDeg, h);
    return { key, matrix, bounds: null, content: null, error, children: [] };
  };
  const root = tileOf('root', originOf([west, south, east, north]), ROOT_ERROR);
  const [x0, y0] = [Math.floor((west * perLon) / COARSE), Math.floor((south * perLat) / COARSE)];
  for (const cell of cellsOf(roads, COARSE, perLon, perLat)) {
    const name = `${cell.column - x0}-${cell.row - y0}`;
    const origin = originOf(roadsExtent(cell.roads));
    const coarse = tileOf(name, origin, COARSE_ERROR);
    const main = MAIN.flatMap((name) => cell.roads.filter((road) => road.class === name)).slice(
      0,
      MOST_ROADS,
    );
    if (main.length > 0) {
      coarse.content = `tiles/${name}c.glb`;
      tasks.push({ tile: coarse, origin, roads: main, step: COARSE_STEP });
    }
    for (const inner of cellsOf(cell.roads, LEAF, perLon, perLat)) {
      for (let from = 0; from < inner.roads.length; from += MOST_ROADS) {
        const members = inner.roads.slice(from, from + MOST_ROADS);
        const part = from > 0 ? `_${from / MOST_ROADS}` : '';
        const key = `${name}-${inner.column - x0 * 4}-${inner.row - y0 * 4}${part}`;
        const place = originOf(roadsExtent(members));
        const leaf = tileOf(key, place, 0);
        leaf.content = `tiles/${key}.glb`;
        tasks.push({ tile: leaf, origin: place, roads: members, step: FINE_STEP });
        coarse.children.push(leaf);
      }
    }
    root.children.push(coarse);
  }
  return root;
}

function tileInput(
  { tile, origin, roads, step }: TileWork,
  { elevation, dir }: WriteRoadsOptions,
): RoadTileInput {
  const mesh = createRibbonMesh();
  const heightAt = (lon: number, lat: number): number => elevation.heightAt(lon, lat);
  roads.forEach((road, feature) => {
    meshRoad(mesh, road, feature, step, heightAt);
  });
  return {
    places: Float64Array.from(mesh.places),
    uv: Float32Array.from(mesh.uv),
    features: Uint32Array.from(mesh.features),
    indices: Uint32Array.from(mesh.indices),
    gids: Uint32Array.from(roads, ({ gid }) => gid),
    freeSpeed: Uint8Array.from(roads, ({ freeSpeed }) => freeSpeed),
    class: Uint8Array.from(roads, (road) =>
      Math.max(0, (ROAD_CLASSES as readonly string[]).indexOf(road.class)),
    ),
    oneway: Uint8Array.from(roads, ({ oneway }) => (oneway ? 1 : 0)),
    origin,
    file: join(dir, tile.content!),
  };
}
