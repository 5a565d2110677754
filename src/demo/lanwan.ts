import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAddresses } from './addresses.ts';
import { createBoundaries } from './boundaries.ts';
import { buildCity } from './build-city.ts';
import { addBuildings } from './building-features.ts';
import { FeatureFile, METRES_PER_DEGREE, toLonLat } from './geojson.ts';
import { addBoundaries, addLandUse, addRail, addRoads, addWater, riverBed } from './ground-features.ts';
import { createInventory } from './inventory/create-inventory.ts';
import { componentTable, LAMP, streetlightFeatures, TREE, treeTable } from './inventory/write-inventory.ts';
import { createLots, quarterOf } from './lots.ts';
import { createMainLines } from './main-lines.ts';
import { contains } from './plane.ts';
import { createNoise, createRandom } from './random.ts';
import { LANWAN_RECIPE } from './recipe.ts';
import { createRoads } from './roads.ts';
import { createShore } from './shore.ts';
import { createQuarters, layStreets } from './streets.ts';
import type { Terrain } from './terrain.ts';
import { createRiver, createTerrain } from './terrain.ts';
import { writeGeoTiff } from './write-geotiff.ts';

/** Seed of the Lanwan that ships: its ids and codes are those of the documentation. */
export const LANWAN_SEED = 7;

/** Steps of the progress reported. */
const STEPS = 100;

export interface LanwanOptions {
  seed?: number;
  /** Called with the steps done and their total. */
  onProgress?: (done: number, total: number) => void;
}

export interface Lanwan {
  /** Source files for the builder, absolute or relative as `dir` is. */
  files: string[];
  recipe: string;
  counts: {
    buildings: number;
    parts: number;
    roads: number;
    roadKilometres: number;
    subdistricts: number;
    communities: number;
    grids: number;
    /** Streetlights and trees among them. */
    components: number;
    streetlights: number;
    trees: number;
  };
}

/**
 * Writes the sources of the demo city 澜湾 Lanwan, an island that does not exist: elevation, shore, buildings, roads,
 * water, land use, rail, boundaries, all in WGS84, and a recipe that names them.
 *
 * A pure function of the seed: the same bytes every time. Heights of the elevation are metres above the sea.
 *
 * @param dir - made when it is missing; files there are overwritten.
 */
export async function generateLanwan(dir: string, options: LanwanOptions = {}): Promise<Lanwan> {
  const seed = options.seed ?? LANWAN_SEED;
  const progress = (part: number): void => options.onProgress?.(Math.round(part * STEPS), STEPS);
  const noise = createNoise(seed);
  const shore = createShore(noise);
  const river = createRiver();
  const terrain = createTerrain(shore, river, noise);
  progress(0.4);
  const main = createMainLines(shore, river);
  const quarters = createQuarters(main);
  const { lines, plan } = layStreets(main, quarters, terrain, noise);
  const lots = createLots(plan, lines, quarters, river);
  progress(0.6);
  const oldTown = quarters.filter((q) => q.zone.kind === 'old-town');
  const roads = createRoads(plan, lines, river, ([x, y]) => oldTown.some((q) => contains(q.ring, x, y)));
  const carriageways = roads.flatMap((r) =>
    r.class === 'path' || r.tunnel ? [] : [{ class: r.class, points: r.points }],
  );
  const site = buildCity({
    lots,
    terrain,
    shore,
    river,
    noise,
    random: createRandom(seed),
    roads: carriageways,
    onProgress: (part) => progress(0.6 + part * 0.3),
  });
  const boundaries = createBoundaries(plan, quarters);
  const files = {
    coastline: new FeatureFile(),
    buildings: new FeatureFile(),
    roads: new FeatureFile(),
    water: new FeatureFile(),
    landuse: new FeatureFile(),
    rail: new FeatureFile(),
    boundaries: new FeatureFile(),
  };
  files.coastline.add('c1', { line: [...shore.ring, shore.ring[0]!] }, { natural: 'coastline' });
  const parts = addBuildings(files.buildings, site, boundaries, createAddresses(roads));
  const roadKilometres = addRoads(files.roads, [...roads, ...site.walks]);
  const bed = riverBed(river, shore);
  addWater(files.water, river, bed, site);
  addLandUse(files.landuse, site);
  addRail(files.rail);
  addBoundaries(files.boundaries, boundaries, shore);
  progress(0.92);
  const inventory = createInventory({
    roads: [...roads, ...site.walks],
    site,
    shore,
    bed,
    boundaries,
    lots,
    zoneOfFace: plan.faces.map((face) => quarterOf(face, quarters).zone),
    random: createRandom(seed).fork('inventory'),
  });
  await mkdir(dir, { recursive: true });
  const written: string[] = [join(dir, 'elevation.tif')];
  await writeFile(written[0]!, elevationFile(terrain));
  for (const [name, file] of Object.entries(files)) {
    const path = join(dir, `${name}.geojson`);
    await writeFile(path, file.text());
    written.push(path);
  }
  for (const [name, text] of [
    ['components.csv', componentTable(inventory)],
    ['trees.csv', treeTable(inventory)],
    ['streetlights.geojson', streetlightFeatures(inventory)],
  ] as const) {
    const path = join(dir, name);
    await writeFile(path, text);
    written.push(path);
  }
  const recipe = join(dir, 'lanwan.recipe.json');
  await writeFile(recipe, `${JSON.stringify(LANWAN_RECIPE, null, 2)}\n`);
  progress(1);
  return {
    files: written,
    recipe,
    counts: {
      buildings: site.structures.length,
      parts,
      roads: files.roads.count,
      roadKilometres,
      subdistricts: boundaries.subdistricts.length,
      communities: boundaries.communities.length,
      grids: boundaries.grids.length,
      components: inventory.length,
      streetlights: inventory.filter(({ kind }) => kind === LAMP).length,
      trees: inventory.filter(({ kind }) => kind === TREE).length,
    },
  };
}

function elevationFile(terrain: Terrain): Uint8Array {
  const [west, north] = toLonLat([terrain.minX, terrain.maxY]);
  return writeGeoTiff({
    columns: terrain.columns,
    rows: terrain.rows,
    values: terrain.heights,
    west,
    north,
    stepLon: terrain.step / METRES_PER_DEGREE[0],
    stepLat: terrain.step / METRES_PER_DEGREE[1],
    noData: -32767,
  });
}
