/** What the live worker needs of a city's attributes, read when it is first needed. */
import { isLampClass } from '#base/catalogue/lamp-classes.ts';
import type { ComponentTable, RoadTable } from '#base/feature-table.ts';
import { ROWS_A_CHUNK } from '#base/feature-table.ts';
import type { LampTarget } from '#base/state/commands.ts';
import type { City } from '../city/load-city.ts';
import { loadJson } from '../city/load-city.ts';

const CHUNKS_AT_ONCE = 4;
const NEVER = new AbortController().signal;

/** Reads every chunk of a theme. */
async function readChunks(
  { manifest, base }: City,
  theme: string,
  get: typeof fetch,
  take: (chunk: unknown) => void,
): Promise<void> {
  const folder = manifest.features[theme]?.replace(/\/$/, '');
  const count = manifest.gids[theme]?.count ?? 0;
  if (folder === undefined) return;
  const chunks = Math.ceil(count / ROWS_A_CHUNK);
  let next = 0;
  const run = async (): Promise<void> => {
    while (next < chunks) {
      const url = new URL(`${folder}/${next++}.json`, base).href;
      take(await loadJson(url, NEVER, get));
    }
  };
  await Promise.all(Array.from({ length: CHUNKS_AT_ONCE }, run));
}

/** Reads speeds of roads without traffic, km/h by row; 0 unknown. */
export async function readFreeSpeeds(city: City, get: typeof fetch): Promise<Float32Array> {
  const { start, count } = city.manifest.gids.roads ?? { start: 0, count: 0 };
  const speeds = new Float32Array(count);
  await readChunks(city, 'roads', get, (chunk) => {
    const table = chunk as RoadTable;
    for (let row = 0; row < table.count; row++) {
      speeds[table.start - start + row] = table.columns.freeSpeed[row] ?? 0;
    }
  });
  return speeds;
}

/** Names under which lamps know their cabinet. */
const CABINET_KEYS = ['cabinet', 'refStreetlightControlCabinet'];

export interface Circuits {
  /** Gids of a circuit's or cabinet's lamps. */
  of(target: Exclude<LampTarget, { ids: readonly string[] }>): readonly number[];
  /** Gids of all lamps, on a circuit or not. */
  readonly all: readonly number[];
}

/** Reads which lamps hang on which circuit and cabinet. */
export async function readCircuits(city: City, get: typeof fetch): Promise<Circuits> {
  const byCircuit = new Map<string, number[]>();
  const byCabinet = new Map<string, number[]>();
  const all: number[] = [];
  const add = (map: Map<string, number[]>, key: unknown, gid: number): void => {
    if (typeof key !== 'string' && typeof key !== 'number') return;
    const gids = map.get(String(key)) ?? [];
    map.set(String(key), gids);
    gids.push(gid);
  };
  await readChunks(city, 'components', get, (chunk) => {
    const { start, count, columns } = chunk as ComponentTable;
    for (let row = 0; row < count; row++) {
      const attributes = columns.attributes[row];
      // Only lamps hang on circuits; cabinets themselves are no lamps.
      const hangs = attributes?.circuit !== undefined;
      if (hangs || isLampClass(columns.class[row] ?? '')) all.push(start + row);
      if (!attributes || !hangs) continue;
      add(byCircuit, attributes.circuit, start + row);
      const key = CABINET_KEYS.find((name) => attributes[name] !== undefined);
      if (key !== undefined) add(byCabinet, attributes[key], start + row);
    }
  });
  return {
    all,
    of: (target) =>
      ('circuit' in target ? byCircuit.get(target.circuit) : byCabinet.get(target.cabinet)) ?? [],
  };
}
