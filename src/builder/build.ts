/**
 * Builds a city folder from a city's own files.
 *
 * read → assemble → shore → elevation → gids → terrain, ground map, buildings, attributes, search → manifest, report →
 * swapped in at once. A build that fails or is stopped leaves the old folder and its ledger as they were.
 */
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { GEOID_NAME } from '#base/geo/geoid.ts';
import { GID_BLOCKS } from '#base/gid.ts';
import { assembleCity } from './assemble.ts';
import { componentExtent } from './assemble-components.ts';
import { type AtomicFolder, openAtomicFolder } from './atomic-folder.ts';
import { cityComponents, writeCityComponents } from './city-components.ts';
import { cityElevation, continueShore } from './city-elevation.ts';
import { mortonOrder } from './gid-order.ts';
import { standOnGround } from './ground-heights.ts';
import { hashOfLedger, loadLedger, writeLedger } from './ledger.ts';
import { expectReplaceable, explainDisk } from './out-folder.ts';
import { createPool, type TaskPool } from './pool.ts';
import type { Progress } from './progress.ts';
import { createScratch, type Scratch } from './read/detect.ts';
import { readSources, type Sources } from './read-sources.ts';
import type { Recipe } from './recipe.ts';
import { createProblemLog, type Report } from './report.ts';
import { managedRoads, numberRoads } from './roads/managed-roads.ts';
import { placeDocuments } from './search-documents.ts';
import { writeBuildings } from './write/buildings/write-buildings.ts';
import { writeAttributes } from './write/features/attributes.ts';
import { writeRoadAttributes } from './write/features/road-attributes.ts';
import { writeSearchIndex } from './write/features/search-index.ts';
import { writeGround } from './write/ground/write-ground.ts';
import { createManifest, yearsCovered } from './write/manifest.ts';
import { writeRoads } from './write/roads/write-roads.ts';
import { createDeepestMesh } from './write/terrain/deepest-mesh.ts';
import { writeTerrain } from './write/terrain/write-terrain.ts';
import { sumWritten, type Written, writeWithGzip } from './write/write-file.ts';

export interface BuildOptions {
  /** Files or folders. */
  sources: string[];
  /** The city folder to write; `<out>.ledger` lies beside it. */
  out: string;
  name: string;
  recipe: Recipe;
  progress: Progress;
  signal: AbortSignal;
  /** Worker threads; one a core when not given, 0 for none. */
  threads?: number;
}

export interface BuildResult {
  out: string;
  report: Report;
}

/**
 * Builds a city.
 *
 * @throws Error (SourceError for sources) with a message that names file, place, expectation and value. Nothing is
 * written then.
 */
export async function buildCity(options: BuildOptions): Promise<BuildResult> {
  await expectReplaceable(options.out);
  const folder = await openAtomicFolder(options.out).catch((error: unknown) => {
    throw explainDisk(error, options.out);
  });
  const scratch = createScratch();
  let pool: TaskPool | null = null;
  try {
    pool = await createPool(options.threads, () => import('./tasks.ts').then(({ TASKS }) => TASKS));
    return await buildInto(folder, pool, scratch, options);
  } catch (error) {
    await folder.discard();
    throw explainDisk(error, options.out);
  } finally {
    await pool?.close();
    scratch.dispose();
  }
}

async function buildInto(
  folder: AtomicFolder,
  pool: TaskPool,
  scratch: Scratch,
  options: BuildOptions,
): Promise<BuildResult> {
  const { progress, signal, recipe } = options;
  const started = performance.now();
  const timings: Record<string, number> = {};
  const timed = async <T>(stage: string, work: () => T | Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    const from = performance.now();
    const result = await work();
    timings[stage] = (performance.now() - from) / 1000;
    return result;
  };
  const log = createProblemLog();
  const ledgerPath = `${options.out.replace(/[/\\]+$/, '')}.ledger`;
  const ledgerFound = await hashOfLedger(ledgerPath);
  const ledger = await loadLedger(ledgerPath);

  const sources = await timed('read', () =>
    readSources({ paths: options.sources, recipe, scratch, pool, log, progress, signal }),
  );
  const { store } = sources;
  progress.step('assemble', 0, 1);
  const assembled = await timed('assemble', () =>
    assembleCity(
      store,
      sources.parts,
      sources.ground,
      recipe.extent ?? null,
      (row) => fileOfRow(sources.firstRows, row),
      componentExtent(sources.components),
    ),
  );
  const city = await timed('shore', () => continueShore(sources, assembled));
  log.add(
    city.problems.map((problem) => ({
      ...problem,
      file: problem.file || (sources.partFiles.get(problem.place) ?? ''),
    })),
  );
  if (city.rows.length === 0 && city.ground.length === 0 && sources.components.count === 0) {
    throw nothingUsable(options, log.reasons());
  }
  if (city.rows.length === 0) {
    log.add([
      warning(
        'no-buildings',
        options.name,
        'expected buildings in the sources, got none: L2 and L3 are empty',
      ),
    ]);
  }

  const { elevation, problems: elevationProblems } = await timed('elevation', () =>
    cityElevation(sources, city),
  );
  log.add(elevationProblems);
  const stand = await timed('stand', () => standOnGround(store, city.rows, elevation));

  const gids = new Uint32Array(store.count);
  await timed('gids', () => {
    for (const row of mortonOrder(store, city.rows, city.extent))
      gids[row] = ledger.gidOf('buildings', store.id(row));
  });
  const gidStart = GID_BLOCKS.buildings.start;
  const rowOfGid = new Int32Array(ledger.count('buildings')).fill(-1);
  for (const row of city.rows) rowOfGid[gids[row]! - gidStart] = row;

  const deepest = await timed('mesh', () => createDeepestMesh(elevation, city.drawn));
  const roads = managedRoads(city.ground, city.drawn);
  const components = await timed('place', () =>
    cityComponents({
      store: sources.components,
      extent: city.drawn,
      roads,
      elevation: deepest,
      ledger,
      fileOf: (row) => fileOfRow(sources.firstComponents, row),
    }),
  );
  log.add(components.problems);
  const roadOfGid = await timed('roads', () => numberRoads(roads, city.extent, ledger));

  const dir = (part: string): string => join(folder.path, part);
  const step =
    (stage: 'terrain' | 'ground' | 'buildings' | 'components' | 'features') =>
    (done: number, total: number): void =>
      progress.step(stage, done, total);
  // Together: what runs in this thread (terrain, ground map) fills the time that worker threads take for the rest.
  const componentParts = timed('components', () =>
    writeCityComponents(components, { dir, pool, signal, onProgress: step('components') }),
  );
  const [buildings, { attributes, search }, ground, terrain, roadTiles, written4] = await allEnded([
    timed('buildings', () =>
      city.rows.length === 0
        ? null
        : writeBuildings({
            store,
            gids,
            grounds: stand.grounds,
            tops: stand.tops,
            textures: sources.textures,
            dir: dir('buildings'),
            pool,
            signal,
            onProgress: step('buildings'),
          }),
    ),
    timed('features', async () => {
      const attributes = await writeAttributes({
        dir: dir('features/buildings'),
        store,
        rowOfGid,
        start: gidStart,
        pool,
        onProgress: step('features'),
      });
      const { documents } = await componentParts;
      const ids = Array.from(city.rows, (row) => store.id(row));
      for (const row of components.rows) ids.push(components.store.ids[row]!);
      const numbers = new Uint32Array(ids.length);
      city.rows.forEach((row, at) => {
        numbers[at] = gids[row]!;
      });
      components.rows.forEach((row, at) => {
        numbers[city.rows.length + at] = components.gids[row]!;
      });
      const search = await writeSearchIndex({
        dir: dir('search'),
        ids,
        gids: numbers,
        documents: [...attributes.documents, ...documents, ...placeDocuments(city.ground)],
        pool,
      });
      return { attributes, search };
    }),
    timed('ground', () =>
      city.ground.length === 0
        ? null
        : writeGround({
            features: city.ground,
            extent: city.drawn,
            dir: dir('ground'),
            signal,
            onProgress: step('ground'),
          }),
    ),
    timed('terrain', () =>
      writeTerrain({
        elevation,
        extent: city.drawn,
        deepest,
        dir: dir('terrain'),
        signal,
        onProgress: step('terrain'),
      }),
    ),
    timed('ribbons', async () => {
      const tiles = await writeRoads({ roads, elevation: deepest, dir: dir('roads'), pool, signal });
      const features = tiles
        ? await writeRoadAttributes(dir('features/roads'), roadOfGid, GID_BLOCKS.roads.start)
        : null;
      return tiles && features ? { tiles, features } : null;
    }),
    componentParts,
  ]);
  if (buildings) log.add(buildings.problems);
  signal.throwIfAborted();

  // It leaves the folder when that is put in place: what is killed before leaves nothing outside.
  const ledgerTemporary = dir('ledger');
  const ledgerHash = await writeLedger(ledger, ledgerTemporary);
  const [west, south, east, north] = city.extent;
  const originHeight = elevation.heightAt((west + east) / 2, (south + north) / 2);
  const counts: Record<string, number> = {
    buildings: city.rows.length,
    ground: city.ground.length,
    components: components.rows.length,
    roads: roads.length,
    merged: city.merged,
    joined: city.joined,
    outside: city.outside,
    estimated: city.estimated,
    raised: stand.raised,
    dropped: log.count('dropped'),
    mended: log.count('mended'),
    passed: log.count('passed'),
  };
  const manifest = createManifest({
    name: options.name,
    title: recipe.title ?? { en: options.name },
    extent: city.extent,
    originHeight,
    heights: city.rows.length > 0 ? [stand.lowest, stand.highest] : [originHeight, originHeight],
    sources: sources.reports.map(({ file, format, crs, heights }, at) => ({
      file: basename(file),
      format,
      crs,
      heights,
      sha256: sources.hashes[at]!,
    })),
    geoid: sources.orthometric ? GEOID_NAME : null,
    counts,
    gids: {
      buildings: { start: gidStart, count: rowOfGid.length },
      components: { start: GID_BLOCKS.components.start, count: components.gidCount },
      roads: { start: GID_BLOCKS.roads.start, count: roadOfGid.length },
    },
    levels: {
      L1: { terrain: 'terrain/layer.json', ground: ground ? 'ground/tiles.json' : null },
      L2: buildings?.L2 ?? null,
      L3: buildings?.L3 ?? null,
      L4: written4.tiles?.L4 ?? null,
    },
    roads: roadTiles ? { tileset: roadTiles.tiles.tileset, network: roadTiles.tiles.network } : null,
    division: recipe.division ?? null,
    timeZone: recipe.timeZone ?? null,
    features: {
      ...(rowOfGid.length > 0 ? { buildings: 'features/buildings' } : {}),
      ...(written4.features ? { components: 'features/components' } : {}),
      ...(roadTiles ? { roads: 'features/roads' } : {}),
    },
    search: 'search/index.json',
    years: yearsCovered(store, city.rows),
    attribution: attributions(recipe, sources),
    ledger: ledgerHash,
  });
  const sizes: Record<string, Written> = {
    terrain: written(terrain),
    ...(ground ? { ground: written(ground) } : {}),
    ...(buildings ? { buildings: written(buildings) } : {}),
    ...(written4.tiles ? { components: sumWritten([written4.tiles]) } : {}),
    ...(roadTiles ? { roads: sumWritten([roadTiles.tiles]) } : {}),
    features: sumWritten([
      attributes.written,
      ...(written4.features ? [written4.features] : []),
      ...(roadTiles ? [roadTiles.features] : []),
    ]),
    search,
  };
  timings.total = (performance.now() - started) / 1000;
  const report: Report = {
    spar: manifest.spar,
    name: options.name,
    sources: sources.reports,
    elevation: elevation.source,
    counts,
    reasons: log.reasons(),
    problems: log.list(),
    sizes,
    timings,
  };
  await writeFile(dir('report.json'), `${JSON.stringify(report, null, 1)}\n`);
  await writeWithGzip(dir('manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`);
  // Gids given twice would be worse than work done twice.
  if (![ledgerFound, ledgerHash].includes(await hashOfLedger(ledgerPath))) {
    throw new Error(
      `city folder "${options.out}": expected no other build of it meanwhile, got a ledger that another build wrote; build it again`,
    );
  }
  await folder.commit([[ledgerTemporary, ledgerPath]]);
  return { out: options.out, report };
}

/** Waits until every part has ended, so that none writes any more, then gives their results or throws the first failure. */
async function allEnded<T extends unknown[]>(parts: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  await Promise.allSettled(parts);
  return (await Promise.all(parts)) as T;
}

/** What the recipe says, and what the licences of known sources ask for. */
function attributions(recipe: Recipe, sources: Sources): string[] {
  const given = recipe.attribution ?? [];
  const osm = sources.reports.some(({ format }) => format.startsWith('osm'));
  const said = given.some((text) => /openstreetmap/i.test(text));
  return osm && !said ? [...given, '© OpenStreetMap contributors'] : given;
}

function written(part: { tiles: number; bytes: number; bytesGz: number }): Written {
  return { files: part.tiles, bytes: part.bytes, bytesGz: part.bytesGz };
}

/** The last source that begins at the row or before it. */
function fileOfRow(firstRows: Sources['firstRows'], row: number): string {
  let low = 0;
  let high = firstRows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (firstRows[middle]!.row <= row) low = middle + 1;
    else high = middle;
  }
  return firstRows[low - 1]?.file ?? '';
}

function warning(reason: string, place: string, detail: string) {
  return { action: 'warning', reason, file: '', place, detail } as const;
}

function nothingUsable(options: BuildOptions, reasons: Report['reasons']): Error {
  const dropped = Object.entries(reasons.dropped).map(([reason, count]) => `${reason} ${count}`);
  const passed = Object.entries(reasons.passed).map(([reason, count]) => `${reason} ${count}`);
  const warned = Object.entries(reasons.warning).map(([reason, count]) => `${reason} ${count}`);
  const why = [
    ...dropped.map((text) => `dropped: ${text}`),
    ...passed.map((text) => `passed over: ${text}`),
    ...warned.map((text) => `warned of: ${text}`),
    ...(reasons.passed['unknown-kind']
      ? ['"theme" in the recipe says what features of unknown kind are']
      : []),
  ];
  return new Error(
    `city "${options.name}": expected buildings, roads, water or land use in ${options.sources.join(', ')}, ` +
      `got nothing usable${why.length > 0 ? ` (${why.join('; ')})` : ''}`,
  );
}
