/** Checks a city folder's terrain with a decoder that is not the encoder's. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { describeIssue } from '#base/state/describe-issue.ts';
import { decodeTile, type QuantizedMesh } from './decode-tile.ts';
import { checkTile, type TileEdges, tileEdges } from './terrain-tile.ts';

const Index = v.pipe(v.number(), v.integer(), v.minValue(0));
const LayerSchema = v.object({
  format: v.literal('quantized-mesh-1.0'),
  scheme: v.literal('tms'),
  projection: v.literal('EPSG:4326'),
  tiles: v.array(v.literal('{z}/{x}/{y}.terrain')),
  extensions: v.tuple([v.literal('octvertexnormals')]),
  minzoom: v.literal(0),
  maxzoom: Index,
  available: v.array(v.array(v.object({ startX: Index, startY: Index, endX: Index, endY: Index }))),
});

/**
 * Inspects a terrain folder: `layer.json`, the files against the tiles it promises, every tile, every seam.
 *
 * @returns what is wrong, a sentence each; [] when all is well.
 */
export async function inspectTerrain(dir: string): Promise<string[]> {
  const available = await readLayer(dir);
  if (!(available instanceof Set)) return [available];
  const findings: string[] = [];
  for (const root of ['0/0/0', '0/1/0']) {
    if (!available.has(root))
      findings.push(`layer.json: expected the root tile ${root} among the available, got none`);
  }
  const files = new Set(
    (await readdir(dir, { recursive: true }))
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => name.includes('.terrain')),
  );
  for (const name of files) {
    const id = name.replace(/\.terrain(\.gz)?$/, '');
    if (!available.has(id)) findings.push(`${name}: expected no file beside the available tiles, got one`);
  }
  const edges = new Map<string, TileEdges>();
  for (const id of available) {
    const name = `${id}.terrain`;
    const [z, x, y] = id.split('/').map(Number) as [number, number, number];
    const parent = `${z - 1}/${x >> 1}/${y >> 1}`;
    if (z > 0 && !available.has(parent))
      findings.push(`${name}: expected its parent ${parent} to be available, got none`);
    if (!files.has(name) || !files.has(`${name}.gz`)) {
      findings.push(`${name}: expected a file and its .gz, got ${files.has(name) ? 'no .gz' : 'no file'}`);
      if (!files.has(name)) continue;
    }
    const mesh = await readTile(join(dir, name));
    if (typeof mesh === 'string') {
      findings.push(`${name}: ${mesh}`);
      continue;
    }
    const size = 180 / 2 ** z;
    const [west, south] = [x * size - 180, y * size - 90];
    const wrong = checkTile(mesh, [west, south, west + size, south + size]);
    for (const text of wrong) findings.push(`${name}: ${text}`);
    edges.set(id, tileEdges(mesh));
  }
  return findings.concat(checkSeams(edges));
}

async function readLayer(dir: string): Promise<Set<string> | string> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(join(dir, 'layer.json'), 'utf8'));
  } catch (error) {
    return `layer.json: expected JSON, got: ${(error as Error).message}`;
  }
  const result = v.safeParse(LayerSchema, json);
  if (!result.success) {
    return `layer.json: ${describeIssue(result.issues[0])}`;
  }
  const { available, maxzoom } = result.output;
  if (available.length !== maxzoom + 1) {
    return `layer.json: available: expected ${maxzoom + 1} zooms, got ${available.length}`;
  }
  const out = new Set<string>();
  available.forEach((ranges, z) => {
    for (const { startX, startY, endX, endY } of ranges) {
      for (let x = startX; x <= endX; x++) for (let y = startY; y <= endY; y++) out.add(`${z}/${x}/${y}`);
    }
  });
  return out;
}

async function readTile(path: string): Promise<QuantizedMesh | string> {
  const bytes = new Uint8Array(await readFile(path));
  try {
    return decodeTile(bytes);
  } catch (error) {
    return `expected a quantized-mesh tile, got ${bytes.length} bytes that fail: ${(error as Error).message}`;
  }
}

/** Neighbours must have the same vertices on their seam, at the same height within the steps of both. */
function checkSeams(edges: Map<string, TileEdges>): string[] {
  const findings: string[] = [];
  for (const [id, tile] of edges) {
    const [z, x, y] = id.split('/').map(Number) as [number, number, number];
    const east = edges.get(`${z}/${x + 1}/${y}`);
    const north = edges.get(`${z}/${x}/${y + 1}`);
    const pairs = [
      ['east', tile.east, east?.west, east],
      ['north', tile.north, north?.south, north],
    ] as const;
    for (const [name, mine, other, neighbour] of pairs) {
      if (!other || !neighbour) continue;
      const crack = seamCrack(mine, other);
      const bound = (tile.quantum + neighbour.quantum) / 2 + 1e-4;
      if (crack > bound) {
        const got = crack === Number.POSITIVE_INFINITY ? 'other vertices' : `${crack.toFixed(3)} m`;
        findings.push(
          `${id}.terrain: ${name} seam: expected the neighbour's vertices within ${bound.toFixed(3)} m, got ${got}`,
        );
      }
    }
  }
  return findings;
}

/** Widest gap between two rims, m; infinite when a vertex of one is none of the other. */
function seamCrack(a: Map<number, number>, b: Map<number, number>): number {
  if (a.size !== b.size) return Number.POSITIVE_INFINITY;
  let crack = 0;
  for (const [along, height] of a) {
    const other = b.get(along);
    if (other === undefined) return Number.POSITIVE_INFINITY;
    crack = Math.max(crack, Math.abs(height - other));
  }
  return crack;
}
