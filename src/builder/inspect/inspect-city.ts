/** Checks a city folder: manifest, terrain, ground map, buildings, components, roads, attribute tables, search index. */
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type BuildingTable, ROWS_A_CHUNK, type RoadNetwork } from '#base/feature-table.ts';
import { type Manifest, parseManifest } from '#base/manifest.ts';
import { type IdTable, localId, type SearchIndex } from '#base/search/index-format.ts';
import { inspectGround } from './ground.ts';
import { inspectNetwork } from './network.ts';
import { inspectTerrain } from './terrain.ts';
import { inspectThemeTiles } from './theme-tiles.ts';
import { inspectTiles } from './tiles.ts';

export interface Inspection {
  /** What is wrong, a sentence each, with the file; [] when the folder is clean. */
  findings: string[];
  counts: Record<string, number>;
}

/**
 * Inspects a city folder.
 *
 * @throws Error when the folder is missing or is no city folder of this version.
 */
export async function inspectCity(dir: string): Promise<Inspection> {
  if (!existsSync(join(dir, 'manifest.json'))) {
    throw new Error(`city folder "${dir}": expected a manifest.json, got none`);
  }
  const manifest = parseManifest(await readJson(join(dir, 'manifest.json')), `${dir}/manifest.json`);
  const findings: string[] = [];
  const counts: Record<string, number> = { ...manifest.counts };
  const under = (part: string, found: readonly string[]): void => {
    for (const text of found) findings.push(`${part}: ${text}`);
  };
  findings.push(...(await checkLevels(dir, manifest)));
  findings.push(...(await checkGzip(dir)));
  if (manifest.levels.L1.terrain) under('terrain', await inspectTerrain(join(dir, 'terrain')));
  if (manifest.levels.L1.ground) under('ground', await inspectGround(join(dir, 'ground')));
  const ids = new Map<string, number>();
  const byTheme = new Map<string, Map<string, number>>();
  for (const theme of Object.keys(manifest.features)) {
    const table = await inspectTables(dir, manifest, theme);
    findings.push(...table.findings);
    byTheme.set(theme, table.ids);
    if (theme !== 'roads') for (const [id, gid] of table.ids) ids.set(id, gid);
  }
  if (manifest.levels.L3) {
    const tiles = await inspectTiles(
      join(dir, 'buildings'),
      manifest.gids.buildings ?? { start: 0, count: 0 },
    );
    under('buildings', tiles.findings);
    Object.assign(counts, tiles.counts);
  }
  for (const theme of ['components', 'roads'] as const) {
    const entry = theme === 'components' ? manifest.levels.L4 : manifest.roads?.tileset;
    if (!entry) continue;
    const known = byTheme.get(theme) ?? new Map<string, number>();
    const beside = theme === 'components' ? ['classes.json'] : ['network.json'];
    const tiles = await inspectThemeTiles(join(dir, theme), theme, beside);
    under(theme, tiles.findings);
    const gids = new Set(known.values());
    const strange = [...tiles.gids].filter((gid) => !gids.has(gid));
    if (strange.length > 0)
      findings.push(
        `${theme}: expected gids of the tables in the tiles, got ${strange.slice(0, 3).join(', ')}`,
      );
    // Roads in tunnels have no ribbon.
    if (theme === 'components' && tiles.gids.size !== gids.size)
      findings.push(`components: expected ${gids.size} of the tables in the tiles, got ${tiles.gids.size}`);
    counts[`${theme} tiles`] = tiles.tiles;
    if (theme === 'roads' && manifest.roads) {
      const network = (await readJson(join(dir, manifest.roads.network))) as RoadNetwork;
      under('roads/network.json', inspectNetwork(network, gids));
    }
  }
  findings.push(...(await inspectSearch(dir, ids)));
  return { findings, counts };
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${path}: expected JSON, got a text that breaks: ${(cause as Error).message}`, { cause });
  }
}

async function checkLevels(dir: string, manifest: Manifest): Promise<string[]> {
  const { L1, L2, L3, L4 } = manifest.levels;
  const roads = manifest.roads ? [manifest.roads.tileset, manifest.roads.network] : [];
  const features = Object.values(manifest.features);
  const named = [L1.terrain, L1.ground, L2, L3, L4, ...roads, manifest.search, ...features];
  return named
    .filter((path) => path !== null && !existsSync(join(dir, path)))
    .map((path) => `manifest.json: expected the file it names, got none at ${path}`);
}

/** Every `.gz` must unpack to the plain file beside it. */
async function checkGzip(dir: string): Promise<string[]> {
  const findings: string[] = [];
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.gz')) continue;
    const packed = join(entry.parentPath, entry.name);
    const plain = packed.slice(0, -3);
    const name = relative(dir, packed);
    if (!existsSync(plain)) {
      findings.push(`${name}: expected its plain file beside it, got none`);
      continue;
    }
    try {
      if (!gunzipSync(await readFile(packed)).equals(await readFile(plain))) {
        findings.push(`${name}: expected the bytes of its plain file, got others`);
      }
    } catch (error) {
      findings.push(
        `${name}: expected gzip, got ${(error as Error).message} (${(await stat(packed)).size} bytes)`,
      );
    }
  }
  return findings;
}

async function inspectTables(
  dir: string,
  manifest: Manifest,
  theme: string,
): Promise<{ findings: string[]; ids: Map<string, number> }> {
  const findings: string[] = [];
  const ids = new Map<string, number>();
  const folder = manifest.features[theme];
  const block = manifest.gids[theme];
  if (!folder || !block) return { findings, ids };
  for (let chunk = 0; chunk * ROWS_A_CHUNK < block.count; chunk++) {
    const name = `${folder}/${chunk}.json`;
    if (!existsSync(join(dir, name))) {
      findings.push(`${name}: expected a table of rows, got no file`);
      continue;
    }
    const table = (await readJson(join(dir, name))) as Pick<BuildingTable, 'start' | 'count'> & {
      columns: Pick<BuildingTable['columns'], 'id'>;
    };
    const rows = Math.min(ROWS_A_CHUNK, block.count - chunk * ROWS_A_CHUNK);
    const start = block.start + chunk * ROWS_A_CHUNK;
    if (table.start !== start) findings.push(`${name}: start: expected ${start}, got ${table.start}`);
    for (const [column, values] of Object.entries(table.columns)) {
      if (values.length !== rows)
        findings.push(`${name}: ${column}: expected ${rows} rows, got ${values.length}`);
    }
    for (const [row, id] of table.columns.id.entries()) {
      if (id === null) continue;
      if (ids.has(id)) findings.push(`${name}: row ${row}: expected each id once, got "${id}" again`);
      ids.set(id, start + row);
    }
  }
  const expected = manifest.counts[theme] ?? 0;
  if (ids.size !== expected)
    findings.push(`${folder}: expected ${expected} ${theme} in the tables, got ${ids.size}`);
  return { findings, ids };
}

async function inspectSearch(dir: string, ids: ReadonlyMap<string, number>): Promise<string[]> {
  if (!existsSync(join(dir, 'search/index.json'))) return ['search/index.json: expected a file, got none'];
  const findings: string[] = [];
  const index = (await readJson(join(dir, 'search/index.json'))) as SearchIndex;
  const byLocal = new Map<string, Set<number>>();
  for (const [id, gid] of ids) {
    const key = localId(id);
    byLocal.set(key, (byLocal.get(key) ?? new Set()).add(gid));
  }
  let previous = '';
  let found = 0;
  for (const shard of index.ids) {
    const table = (await readJson(join(dir, 'search', shard.file))) as IdTable;
    if (table.ids[0] !== shard.first)
      findings.push(`search/${shard.file}: expected to begin with "${shard.first}", got "${table.ids[0]}"`);
    for (const [at, id] of table.ids.entries()) {
      if (id < previous)
        findings.push(`search/${shard.file}: expected ascending ids, got "${id}" after "${previous}"`);
      previous = id;
      found++;
      if (!byLocal.get(id)?.has(table.gids[at]!)) {
        findings.push(
          `search/${shard.file}: expected the gid of "${id}" from the tables, got ${table.gids[at]}`,
        );
      }
    }
  }
  if (found !== ids.size) findings.push(`search: expected ${ids.size} ids, got ${found}`);
  for (const { file } of [...index.names, ...(index.routes ?? [])]) {
    if (!existsSync(join(dir, 'search', file))) findings.push(`search/${file}: expected a file, got none`);
  }
  return findings;
}
