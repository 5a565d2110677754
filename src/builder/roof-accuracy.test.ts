import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { createCrs } from '#base/geo/crs.ts';
import { lonLatHeightToEcef } from '#base/geo/ellipsoid.ts';
import { undulation } from '#base/geo/geoid.ts';
import { buildCity } from './build.ts';
import { lookupEpsg } from './epsg-lookup.ts';
import { readAccessor, readGlb } from './inspect/glb.ts';
import { silentProgress } from './progress.ts';

const FILE = join(process.env.SPAR_DATA ?? '../shared/data', 'citymodel/denhaag.city.json');

interface Tile {
  transform?: number[];
  content?: { uri: string };
  children?: Tile[];
}

type Matrix = readonly number[];

const IDENTITY: Matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** Column-major product. */
function multiply(a: Matrix, b: Matrix): Matrix {
  return Array.from({ length: 16 }, (_, i) => {
    const [row, column] = [i % 4, i - (i % 4)];
    return [0, 1, 2, 3].reduce((sum, k) => sum + a[k * 4 + row]! * b[column + k]!, 0);
  });
}

/** Earth-fixed corners of the deepest tiles: what a person sees from near by. */
async function deepestCorners(tileset: string): Promise<Float64Array[]> {
  const corners: Float64Array[] = [];
  const visit = async (tile: Tile, parent: Matrix, dir: string): Promise<void> => {
    const matrix = tile.transform ? multiply(parent, tile.transform) : parent;
    const uri = tile.content?.uri;
    if (uri?.endsWith('.json')) return load(join(dir, uri), matrix);
    for (const child of tile.children ?? []) await visit(child, matrix, dir);
    if (!uri || (tile.children ?? []).length > 0) return;
    const glb = await readGlb(await readFile(join(dir, uri)));
    const node = glb.json.nodes[0]!;
    const scale = node.scale ?? [1, 1, 1];
    const move = node.translation ?? [0, 0, 0];
    for (const primitive of glb.json.meshes[0]!.primitives) {
      const local = readAccessor(glb, primitive.attributes.POSITION!);
      for (let i = 0; i < local.length; i += 3) {
        // glTF is y up: x east, y up, z south.
        const [x, y, z] = [0, 1, 2].map((axis) => local[i + axis]! * scale[axis]! + move[axis]!) as [
          number,
          number,
          number,
        ];
        const enu = [x, -z, y, 1];
        corners.push(
          Float64Array.from([0, 1, 2], (row) =>
            [0, 1, 2, 3].reduce((sum, k) => sum + matrix[k * 4 + row]! * enu[k]!, 0),
          ),
        );
      }
    }
  };
  const load = async (path: string, parent: Matrix): Promise<void> => {
    const { root } = JSON.parse(await readFile(path, 'utf8')) as { root: Tile };
    await visit(root, parent, dirname(path));
  };
  await load(tileset, IDENTITY);
  return corners;
}

/** Corners of all roof faces of the file, Earth-fixed, by plain reading of its JSON. */
async function roofCorners(): Promise<Float64Array[]> {
  const model = JSON.parse(await readFile(FILE, 'utf8')) as {
    transform: { scale: number[]; translate: number[] };
    vertices: number[][];
    CityObjects: Record<
      string,
      {
        geometry: {
          boundaries: number[][][][];
          semantics: { values: number[][]; surfaces: { type: string }[] };
          type: string;
        }[];
      }
    >;
  };
  const { scale, translate } = model.transform;
  const used = new Set<number>();
  for (const { geometry } of Object.values(model.CityObjects)) {
    for (const { type, boundaries, semantics } of geometry) {
      if (type !== 'Solid') continue;
      boundaries.forEach((shell, s) => {
        shell.forEach((face, f) => {
          if (semantics.surfaces[semantics.values[s]![f]!]?.type !== 'RoofSurface') return;
          for (const ring of face) for (const vertex of ring) used.add(vertex);
        });
      });
    }
  }
  const crs = createCrs('EPSG:28992', lookupEpsg);
  return [...used].map((index) => {
    const [x, y, z] = model.vertices[index]!.map(
      (value, axis) => value * scale[axis]! + translate[axis]!,
    ) as [number, number, number];
    const [lon, lat] = crs.toLonLat(x, y);
    return lonLatHeightToEcef(lon, lat, z + undulation(lon, lat), new Float64Array(3));
  });
}

it.skipIf(!existsSync(FILE))(
  "keeps every corner of Den Haag's roofs to 2 cm, from the file to the bytes of the tiles",
  async () => {
    const out = join(await mkdtemp(join(tmpdir(), 'spar-roofs-')), 'city');
    await buildCity({
      sources: [FILE],
      out,
      name: 'city',
      recipe: {},
      progress: silentProgress,
      signal: new AbortController().signal,
      threads: 0,
    });
    const cells = new Map<string, Float64Array[]>();
    const key = (x: number, y: number, z: number): string => `${x},${y},${z}`;
    for (const corner of await deepestCorners(join(out, 'buildings/tileset.json'))) {
      const cell = key(...([...corner].map(Math.floor) as [number, number, number]));
      const list = cells.get(cell);
      if (list) list.push(corner);
      else cells.set(cell, [corner]);
    }
    const roofs = await roofCorners();
    let worst = 0;
    for (const roof of roofs) {
      const [x, y, z] = [...roof].map(Math.floor) as [number, number, number];
      let nearest = Infinity;
      for (let i = x - 1; i <= x + 1; i++) {
        for (let j = y - 1; j <= y + 1; j++) {
          for (let k = z - 1; k <= z + 1; k++) {
            for (const corner of cells.get(key(i, j, k)) ?? []) {
              nearest = Math.min(
                nearest,
                Math.hypot(corner[0]! - roof[0]!, corner[1]! - roof[1]!, corner[2]! - roof[2]!),
              );
            }
          }
        }
      }
      worst = Math.max(worst, nearest);
    }
    expect(roofs.length).toBeGreaterThan(5_000);
    expect(worst).toBeLessThan(0.02);
  },
  60_000,
);
