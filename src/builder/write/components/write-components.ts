/**
 * Writes the components of a city: dots, coarse and near models as 3D Tiles 1.1 under REPLACE (L4), the models'
 * libraries, and `classes.json` for legends.
 */
import { join } from 'node:path';
import { enuToEcefMatrix } from '#base/geo/ellipsoid.ts';
import type { ComponentStore } from '#city/component-store.ts';
import { MODEL_NAMES, type ModelName } from '#city/components/model-mesh.ts';
import { mapLimited, type TaskPool } from '../../pool.ts';
import { type TilesetTile, tilesetTexts } from '../tileset-json.ts';
import { sumWritten, type Written, writeWithGzip } from '../write-file.ts';
import { LIBRARY_FILES, modelLibrary } from './model-library.ts';
import { type ComponentNode, type ComponentTileKind, partitionComponents } from './partition.ts';
import type { ComponentTileFile, ComponentTileInput } from './tile-task.ts';

/** Metres of error that a tile of 16 pixels' allowance refines at, times 58, are metres of distance. */
const DISTANCE_A_METRE = 58;
/** Distances at which models replace dots, and near models coarse ones, m. */
const DOTS_BEYOND = 600;
const COARSE_BEYOND = 150;
/** Side of a cell of dots, m: dots of larger cells last as much longer. */
const DOTS_CELL = 1_024;

export interface WriteComponentsOptions {
  store: ComponentStore;
  /** Indices in the store in the order of their gids. */
  rows: Uint32Array;
  /** By index. */
  gids: Uint32Array;
  /** Number in MODEL_NAMES by index. */
  models: Uint16Array;
  /** The folder `components` of the city folder. */
  dir: string;
  pool: TaskPool;
  signal: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

export interface WrittenComponents extends Written {
  /** Entry file, relative to the city folder. */
  L4: string;
  tiles: Record<ComponentTileKind, number>;
}

/** One line of `components/classes.json`. */
export interface ComponentClassCount {
  class: string;
  model: ModelName;
  count: number;
}

/**
 * Writes all component tiles.
 *
 * @returns null when there is no component.
 * @throws the signal's reason when aborted; an error of the disk.
 */
export async function writeComponents(options: WriteComponentsOptions): Promise<WrittenComponents | null> {
  const { store, rows, models, dir, pool, signal } = options;
  const root = partitionComponents(rows, store.columns.lon, store.columns.lat);
  if (!root) return null;
  const used = new Set<number>();
  for (const row of rows) used.add(models[row]!);
  const names = [...used].map((number) => MODEL_NAMES[number]!).sort();
  const numbers = new Map(names.map((name, number) => [name, number]));
  const numberOf = Uint16Array.from(MODEL_NAMES, (name) => numbers.get(name) ?? 0);
  const nodes = flatten(root);
  const results = new Map<ComponentNode, ComponentTileFile>();
  let done = 0;
  await mapLimited(nodes, pool.size * 2, async (node) => {
    signal.throwIfAborted();
    const input = taskInput(node, names, numberOf, options);
    const { gids, lon, lat, ground, height, azimuth } = input;
    const buffers = [gids, lon, lat, ground, height, azimuth, input.models].map(
      ({ buffer }) => buffer as ArrayBuffer,
    );
    results.set(node, (await pool.run('componentTile', input, buffers)) as ComponentTileFile);
    options.onProgress?.(++done, nodes.length);
  });
  signal.throwIfAborted();
  const written: Written[] = [...results.values()].map(({ bytes, bytesGz }) => ({
    files: 1,
    bytes,
    bytesGz,
  }));
  for (const [detail, file] of LIBRARY_FILES.entries()) {
    const { bytes } = modelLibrary(names, detail === 0 ? 0 : 1);
    written.push(await writeWithGzip(join(dir, 'models', file), bytes));
  }
  for (const { path, text } of tilesetTexts(toTile(root, results, options))) {
    written.push(await writeWithGzip(join(dir, path), text));
  }
  written.push(await writeWithGzip(join(dir, 'classes.json'), `${JSON.stringify(classCounts(options))}\n`));
  const tiles = { merged: 0, dots: 0, coarse: 0, near: 0 };
  for (const { kind } of nodes) tiles[kind]++;
  return { L4: 'components/tileset.json', tiles, ...sumWritten(written) };
}

function flatten(root: ComponentNode): ComponentNode[] {
  const nodes = [root];
  for (let at = 0; at < nodes.length; at++) nodes.push(...nodes[at]!.children);
  return nodes;
}

function originOf({ lon, lat, rows }: ComponentNode, ground: Float64Array) {
  let sum = 0;
  for (const row of rows) sum += ground[row]!;
  // Short numbers; a micro-degree is 11 cm.
  return {
    lonDeg: Math.round(lon * 1e6) / 1e6,
    latDeg: Math.round(lat * 1e6) / 1e6,
    h: Math.round(sum / rows.length),
  };
}

function taskInput(
  node: ComponentNode,
  names: ModelName[],
  numberOf: Uint16Array,
  { store, gids, models, dir }: WriteComponentsOptions,
): ComponentTileInput {
  const { rows } = node;
  const { lon, lat, ground, height, azimuth } = store.columns;
  const count = rows.length;
  const numbers = new Uint16Array(count);
  for (let k = 0; k < count; k++) numbers[k] = numberOf[models[rows[k]!]!]!;
  return {
    kind: node.kind === 'merged' ? 'dots' : node.kind,
    gids: gather(gids, rows, new Uint32Array(count)),
    lon: gather(lon, rows, new Float64Array(count)),
    lat: gather(lat, rows, new Float64Array(count)),
    ground: gather(ground, rows, new Float64Array(count)),
    height: gather(height, rows, new Float32Array(count)),
    azimuth: gather(azimuth, rows, new Float32Array(count)),
    models: numbers,
    names,
    origin: originOf(node, ground),
    file: join(dir, 'tiles', `${node.key}.glb`),
  };
}

/** A loop: `from` with a function took seven times as long. */
function gather<T extends Uint32Array | Float32Array | Float64Array>(
  column: T,
  rows: Uint32Array,
  out: T,
): T {
  for (let k = 0; k < rows.length; k++) out[k] = column[rows[k]!]!;
  return out;
}

function errorOf({ kind, side }: ComponentNode): number {
  if (kind === 'near') return 0;
  if (kind === 'coarse') return round(COARSE_BEYOND / DISTANCE_A_METRE);
  return round((DOTS_BEYOND / DISTANCE_A_METRE) * Math.max(1, side / DOTS_CELL));
}

function round(metres: number): number {
  return Math.round(metres * 100) / 100;
}

function toTile(
  node: ComponentNode,
  results: ReadonlyMap<ComponentNode, ComponentTileFile>,
  options: WriteComponentsOptions,
): TilesetTile {
  const { lonDeg, latDeg, h } = originOf(node, options.store.columns.ground);
  return {
    key: node.key,
    matrix: enuToEcefMatrix(lonDeg, latDeg, h),
    bounds: results.get(node)!.bounds,
    content: `tiles/${node.key}.glb`,
    error: errorOf(node),
    children: node.children.map((child) => toTile(child, results, options)),
  };
}

/** Classes with the model that most of each have, the most frequent class first. */
function classCounts({ store, rows, models }: WriteComponentsOptions): ComponentClassCount[] {
  const counts = new Map<number, Map<number, number>>();
  const { class: classes } = store.columns;
  for (const row of rows) {
    const byModel = counts.get(classes[row]!) ?? new Map<number, number>();
    byModel.set(models[row]!, (byModel.get(models[row]!) ?? 0) + 1);
    counts.set(classes[row]!, byModel);
  }
  return [...counts]
    .map(([number, byModel]) => {
      const most = [...byModel].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      return {
        class: store.words[number]!,
        model: MODEL_NAMES[most[0]![0]]!,
        count: most.reduce((sum, [, count]) => sum + count, 0),
      };
    })
    .sort((a, b) => b.count - a.count || (a.class < b.class ? -1 : 1));
}
