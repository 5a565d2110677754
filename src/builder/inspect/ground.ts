/** Checks the ground map of a city folder: every tile decodes, lies where it says, and agrees with the TileJSON. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { classifyRings, VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';

/** Geometry may go this far beyond its tile, in tiles. */
const MOST_BUFFER = 1 / 8;

interface TileJsonShape {
  minzoom: number;
  maxzoom: number;
  bounds: [number, number, number, number];
  vector_layers: { id: string; fields: Record<string, string>; minzoom: number; maxzoom: number }[];
}

/**
 * Inspects a `ground/` folder.
 *
 * @returns what is wrong, one line a finding (`ground/15/3/4.pbf: …`); empty when nothing is.
 */
export async function inspectGround(dir: string): Promise<string[]> {
  const findings: string[] = [];
  const json = await readTileJson(dir, findings);
  if (!json) return findings;
  const seen = new Map<string, Set<number>>();
  const atMin = new Set<string>();
  for (const path of await tilesOf(dir)) {
    const match = /^(\d+)\/(\d+)\/(\d+)\.pbf$/.exec(path);
    const tell = (text: string) => findings.push(`ground/${path}: ${text}`);
    if (!match) {
      tell('expected a file z/x/y.pbf');
      continue;
    }
    const [z, x, y] = [Number(match[1]), Number(match[2]), Number(match[3])];
    if (z < json.minzoom || z > json.maxzoom)
      tell(`expected a zoom from ${json.minzoom} to ${json.maxzoom}, got ${z}`);
    if (!touches(json.bounds, z, x, y)) tell(`expected a tile inside the bounds ${json.bounds.join(', ')}`);
    if (z === json.minzoom) atMin.add(`${x}/${y}`);
    const plain = await readFile(join(dir, path));
    await checkGzip(join(dir, path), plain, tell);
    let tile: VectorTile;
    try {
      tile = new VectorTile(new PbfReader(plain));
      for (const layer of Object.values(tile.layers)) {
        const described = json.vector_layers.find(({ id }) => id === layer.name);
        if (!described) {
          tell(`expected a layer that tiles.json names, got "${layer.name}"`);
          continue;
        }
        const zooms = seen.get(layer.name) ?? new Set();
        seen.set(layer.name, zooms.add(z));
        if (z < described.minzoom || z > described.maxzoom)
          tell(`layer "${layer.name}": not announced at zoom ${z}`);
        if (layer.version !== 2) tell(`layer "${layer.name}": expected version 2, got ${layer.version}`);
        for (let i = 0; i < layer.length; i++) {
          const fault = checkFeature(layer.feature(i), layer.extent, described.fields);
          if (fault) tell(`layer "${layer.name}" feature ${i}: ${fault}`);
        }
      }
    } catch (error) {
      tell(`expected a vector tile, got "${(error as Error).message}"`);
    }
  }
  for (const { id, minzoom, maxzoom } of json.vector_layers) {
    const zooms = seen.get(id);
    if (!zooms) findings.push(`ground/tiles.json: layer "${id}": in no tile`);
    else if (Math.min(...zooms) !== minzoom || Math.max(...zooms) !== maxzoom) {
      const found = `${Math.min(...zooms)} to ${Math.max(...zooms)}`;
      findings.push(
        `ground/tiles.json: layer "${id}": announced at ${minzoom} to ${maxzoom}, found at ${found}`,
      );
    }
  }
  for (const key of tilesInBounds(json.bounds, json.minzoom)) {
    if (!atMin.has(key))
      findings.push(`ground/${json.minzoom}/${key}.pbf: expected every tile of the coarsest zoom, missing`);
  }
  return findings;
}

async function readTileJson(dir: string, findings: string[]): Promise<TileJsonShape | null> {
  const path = join(dir, 'tiles.json');
  try {
    const plain = await readFile(path);
    await checkGzip(path, plain, (text) => findings.push(`ground/tiles.json: ${text}`));
    const json = JSON.parse(plain.toString('utf8')) as Partial<TileJsonShape> & { tilejson?: unknown };
    const ok = json.tilejson === '3.0.0' && Array.isArray(json.vector_layers) && json.bounds?.length === 4;
    if (ok && Number.isInteger(json.minzoom) && Number.isInteger(json.maxzoom)) return json as TileJsonShape;
    findings.push(
      'ground/tiles.json: expected TileJSON 3.0.0 with vector_layers, bounds, minzoom and maxzoom',
    );
  } catch (error) {
    findings.push(`ground/tiles.json: expected a readable TileJSON, got "${(error as Error).message}"`);
  }
  return null;
}

async function tilesOf(dir: string): Promise<string[]> {
  const names = await readdir(dir, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.gz') && entry.name !== 'tiles.json')
    .map((entry) =>
      join(entry.parentPath, entry.name).slice(dir.length).replaceAll('\\', '/').replace(/^\/+/, ''),
    )
    .sort();
}

async function checkGzip(path: string, plain: Uint8Array, tell: (text: string) => void): Promise<void> {
  try {
    const packed = await readFile(`${path}.gz`);
    if (!gunzipSync(packed).equals(plain)) tell('its .gz holds something else');
  } catch (error) {
    tell(`expected a .gz beside it, got "${(error as Error).message}"`);
  }
}

function checkFeature(
  feature: VectorTileFeature,
  extent: number,
  fields: Record<string, string>,
): string | null {
  for (const key of Object.keys(feature.properties)) {
    if (!(key in fields)) return `expected a property that tiles.json names, got "${key}"`;
  }
  if (feature.type !== 2 && feature.type !== 3) return `expected a line or polygon, got type ${feature.type}`;
  const geometry = feature.loadGeometry();
  if (geometry.length === 0) return 'no geometry';
  const least = feature.type === 3 ? 4 : 2;
  for (const ring of geometry) {
    if (ring.length < least) return `expected ${least} points or more, got ${ring.length}`;
    for (const { x, y } of ring) {
      const over = Math.max(-x, -y, x - extent, y - extent);
      if (over > extent * MOST_BUFFER) return `a point lies ${over} units outside of the tile`;
    }
  }
  if (feature.type === 3) {
    const rings = classifyRings(geometry).reduce((sum, polygon) => sum + polygon.length, 0);
    if (rings !== geometry.length) return `expected ${geometry.length} rings with area, ${rings} have one`;
    if (signedArea(geometry[0]!) <= 0) return 'expected an outer ring first';
  }
  return null;
}

function signedArea(ring: readonly { x: number; y: number }[]): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i++) {
    const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!];
    sum += a.x * b.y - b.x * a.y;
  }
  return sum;
}

/** Where a place falls among the tiles of a zoom; written apart from the writer's own so that one checks the other. */
function tileAt(lonDeg: number, latDeg: number, z: number): [number, number] {
  const sine = Math.sin((latDeg * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return [((lonDeg + 180) / 360) * 2 ** z, y * 2 ** z];
}

function touches(
  [west, south, east, north]: TileJsonShape['bounds'],
  z: number,
  x: number,
  y: number,
): boolean {
  const [left, top] = tileAt(west, north, z);
  const [right, bottom] = tileAt(east, south, z);
  const slack = 1e-6;
  return x + 1 >= left - slack && x <= right + slack && y + 1 >= top - slack && y <= bottom + slack;
}

function tilesInBounds([west, south, east, north]: TileJsonShape['bounds'], z: number): string[] {
  const [left, top] = tileAt(west, north, z);
  const [right, bottom] = tileAt(east, south, z);
  const keys: string[] = [];
  for (let x = Math.floor(left + 1e-6); x < right - 1e-6; x++) {
    for (let y = Math.floor(top + 1e-6); y < bottom - 1e-6; y++) keys.push(`${x}/${y}`);
  }
  return keys;
}
