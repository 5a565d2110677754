/** Reads every source of a city: which reader, which frame, then features in batches through the worker threads. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type BuildingStore, createBuildingStore } from '#city/building-store.ts';
import { ComponentStore } from '#city/component-store.ts';
import type { GroundFeature } from '#city/model.ts';
import { lookupEpsg } from './epsg-lookup.ts';
import { type FeatureSteps, type FeaturesInput, type FeaturesResult, takeFeatures } from './features-task.ts';
import { createFrame } from './frame.ts';
import { looksLikeInventory } from './mend/component-fields.ts';
import type { LoosePart } from './mend/normalise.ts';
import { mapLimited, type TaskPool } from './pool.ts';
import { type Problem, SourceError } from './problem.ts';
import type { Progress } from './progress.ts';
import { missingColumns } from './read/columns.ts';
import { openSources, type Scratch } from './read/detect.ts';
import { parseChunk } from './read/geojson.ts';
import type { ElevationGrid, FeatureChunk, RawFeature, SourceOptions, SourceReading } from './read/source.ts';
import type { Recipe } from './recipe.ts';
import type { ProblemLog, SourceReport } from './report.ts';
import { resolveFrame, sampleCoordinates } from './resolve-frame.ts';
import { sourcePaths } from './source-paths.ts';

export interface Sources {
  store: BuildingStore;
  /** First row of the store that each source gave, ascending. */
  firstRows: { row: number; file: string }[];
  parts: LoosePart[];
  /** Name of the source that each loose part came from, by the part's id. */
  partFiles: Map<string, string>;
  ground: GroundFeature[];
  components: ComponentStore;
  /** First index of the component store that each source gave, ascending. */
  firstComponents: { row: number; file: string }[];
  grids: ElevationGrid[];
  /** Relief triangles: flat [lon, lat, h] × 3 a triangle; degrees, m ellipsoidal. */
  reliefs: Float64Array[];
  textures: string[];
  reports: SourceReport[];
  hashes: string[];
  orthometric: boolean;
}

export interface ReadOptions {
  paths: string[];
  recipe: Recipe;
  /** Where zips are unpacked; textures are read from there until the tiles are written. */
  scratch: Scratch;
  pool: TaskPool;
  log: ProblemLog;
  progress: Progress;
  signal: AbortSignal;
}

function optionsFor(recipe: Recipe, path: string): SourceOptions {
  return recipe.sources?.[path] ?? recipe.sources?.[basename(path)] ?? {};
}

/**
 * Reads all sources.
 *
 * @throws SourceError when a source cannot be read at all; the message names it.
 */
export async function readSources(options: ReadOptions): Promise<Sources> {
  const { recipe, pool, log, signal, progress } = options;
  const sources: Sources = {
    store: createBuildingStore(),
    firstRows: [],
    parts: [],
    partFiles: new Map(),
    ground: [],
    components: new ComponentStore(),
    firstComponents: [],
    grids: [],
    reliefs: [],
    textures: [],
    reports: [],
    hashes: [],
    orthometric: false,
  };
  const paths = await sourcePaths(options.paths);
  checkRecipeNames(paths, recipe);
  for (const path of paths) {
    for (const opened of await openSources(path, optionsFor(recipe, path), options.scratch)) {
      signal.throwIfAborted();
      progress.step('read', sources.reports.length, null, opened.file.name);
      const hash = pool.run('hash', path) as Promise<string>;
      hash.catch(() => {});
      if (opened.kind === 'elevation') {
        const grid = await opened.reader.read(opened.file, signal);
        log.add(grid.problems);
        sources.grids.push(grid);
        sources.orthometric ||= grid.heights === 'orthometric';
        sources.reports.push(elevationReport(opened.file.name, opened.reader.format, grid));
      } else {
        const reading = await opened.reader.read(opened.file, signal);
        await takeReading(reading, opened.file, sources, options);
      }
      sources.hashes.push(await hash);
    }
  }
  return sources;
}

/** A recipe that speaks of a file that is not there is a slip worth stopping for. */
function checkRecipeNames(paths: string[], recipe: Recipe): void {
  const known = new Set([...paths, ...paths.map((path) => basename(path))]);
  for (const name of Object.keys(recipe.sources ?? {})) {
    if (known.has(name)) continue;
    throw new Error(
      `recipe: sources: expected the name of a given source (${paths.join(', ')}), got "${name}"`,
    );
  }
}

function elevationReport(file: string, format: string, grid: ElevationGrid): SourceReport {
  const crs = grid.crs?.epsg ? `EPSG:${grid.crs.epsg}` : (grid.crs?.text?.slice(0, 60) ?? 'EPSG:4326');
  const notes = [`${grid.width} × ${grid.height} samples`];
  return {
    file,
    format,
    crs,
    heights: grid.heights,
    notes,
    read: 0,
    buildings: 0,
    parts: 0,
    ground: 0,
    components: 0,
    dropped: 0,
    passed: 0,
  };
}

interface OpenFile {
  name: string;
  path: string;
  options: SourceOptions;
}

async function takeReading(
  reading: SourceReading,
  file: OpenFile,
  sources: Sources,
  { pool, log, progress, signal }: ReadOptions,
): Promise<void> {
  const report: SourceReport = {
    file: file.name,
    format: reading.format,
    crs: '',
    heights: '',
    notes: [],
    read: 0,
    buildings: 0,
    parts: 0,
    ground: 0,
    components: 0,
    dropped: 0,
    passed: 0,
  };
  sources.reports.push(report);
  sources.firstRows.push({ row: sources.store.count, file: file.name });
  sources.firstComponents.push({ row: sources.components.count, file: file.name });
  const textureOffset = sources.textures.length;
  const total = (await stat(file.path)).size;
  let steps: FeatureSteps | null = null;
  const stepsFor = (sample: RawFeature[]): FeatureSteps => {
    if (steps) return steps;
    const resolved = resolveFrame(
      reading.crs,
      file.options,
      sampleCoordinates(sample),
      lookupEpsg,
      file.name,
    );
    report.crs = resolved.description;
    report.notes.push(...resolved.notes);
    log.add(columnProblems(sample, reading.columns ?? [], file));
    const inventory = !reading.format.startsWith('osm') && looksLikeInventory(sample, file.name);
    const theme = file.options.theme ?? (inventory ? 'component' : undefined);
    if (inventory && !file.options.theme) report.notes.push('taken as an inventory of components');
    steps = {
      frame: resolved.spec,
      context: {
        file: file.name,
        idPrefix: file.options.idPrefix ?? reading.idPrefix,
        ...(theme ? { theme } : {}),
        ...(file.options.scheme ? { scheme: file.options.scheme } : {}),
      },
      columns: file.options.columns,
    };
    return steps;
  };
  const take = (result: FeaturesResult): void => {
    report.read += result.read;
    report.buildings += result.packed.count;
    report.parts += result.parts.length;
    report.ground += result.ground.length;
    report.components += result.components.count;
    for (const { action } of result.problems) {
      if (action === 'dropped') report.dropped++;
      if (action === 'passed') report.passed++;
    }
    log.add(result.problems);
    sources.store.append(result.packed);
    sources.components.append(result.components);
    for (const part of result.parts) {
      sources.parts.push(part);
      sources.partFiles.set(part.id, file.name);
    }
    for (const feature of result.ground) sources.ground.push(feature);
    progress.step('read', report.read, null, file.name);
  };

  if (reading.chunks) {
    let bytes = 0;
    const results = await mapLimited(reading.chunks, pool.size * 2, async (chunk: FeatureChunk) => {
      signal.throwIfAborted();
      bytes += chunk.bytes.byteLength;
      progress.step('read', bytes, total, file.name);
      const input: FeaturesInput = { ...(steps ?? stepsFor(parseChunk(chunk))), chunk };
      return (await pool.run('features', input, [chunk.bytes.buffer as ArrayBuffer])) as FeaturesResult;
    });
    for (const result of results) take(result);
  } else {
    for await (const batch of reading.features) {
      signal.throwIfAborted();
      for (const { surfaces } of batch) {
        for (const surface of surfaces ?? []) if (surface.texture >= 0) surface.texture += textureOffset;
      }
      take(takeFeatures(batch, stepsFor(batch)));
    }
  }
  const dropsOfReader = reading.problems.filter(({ action }) => action === 'dropped').length;
  report.read += dropsOfReader;
  report.dropped += dropsOfReader;
  log.add(reading.problems);
  for (const texture of reading.textures) sources.textures.push(texture);
  takeReliefs(reading, stepsFor([]), sources);
  report.heights = steps ? heightsOf(steps) : 'none';
  sources.orthometric ||= report.heights === 'orthometric';
  if (report.read === 0 && reading.reliefs.length === 0) {
    throw new SourceError(`${file.name}: expected at least one feature, got none`);
  }
}

function columnProblems(
  sample: RawFeature[],
  columns: readonly string[],
  { name, options }: OpenFile,
): Problem[] {
  // What the header alone names counts, too: the first rows may well be empty there.
  const header = Object.fromEntries(columns.map((column) => [column, '']));
  const tags = sample.map((feature) => feature.tags).concat(sample.length > 0 ? [header] : []);
  return missingColumns(tags, options.columns).map(([ours, theirs]) => ({
    action: 'warning',
    reason: 'no-column',
    file: name,
    place: `recipe columns.${ours}`,
    detail: `expected a column "${theirs}", got none among ${columnNames(tags)}`,
  }));
}

function columnNames(tags: Record<string, unknown>[]): string {
  const names = [...new Set(tags.flatMap(Object.keys))].filter((name) => !name.startsWith('_'));
  return names.length > 20 ? `${names.slice(0, 20).join(', ')} …` : names.join(', ') || 'no columns';
}

function heightsOf(steps: FeatureSteps): string {
  return steps.frame.heights;
}

function takeReliefs(reading: SourceReading, steps: FeatureSteps, sources: Sources): void {
  if (reading.reliefs.length === 0) return;
  const frame = createFrame(steps.frame, lookupEpsg);
  const out: [number, number] = [0, 0];
  for (const { triangles } of reading.reliefs) {
    const relief = new Float64Array(triangles.length);
    for (let i = 0; i < triangles.length; i += 3) {
      frame.toLonLat(triangles[i]!, triangles[i + 1]!, out);
      relief[i] = out[0];
      relief[i + 1] = out[1];
      relief[i + 2] = frame.heightToEllipsoidal(triangles[i + 2]!, out[0], out[1]);
    }
    sources.reliefs.push(relief);
  }
}
