import type { RoadClass } from './arterials.ts';
import type { Block } from './block.ts';
import { buildBusiness } from './build-business.ts';
import { buildHousing } from './build-housing.ts';
import { buildCampus, buildHospital, buildKindergarten, buildSchool } from './build-institutions.ts';
import { buildLandmarks } from './build-landmarks.ts';
import { buildMixed } from './build-mixed.ts';
import { buildOldTown } from './build-old-town.ts';
import { FOOTHILL_GARDENS, layParks } from './build-parks.ts';
import { buildIndustry, buildPort } from './build-port.ts';
import { buildVillas } from './build-villas.ts';
import type { Lot } from './lots.ts';
import { kindergartenName, schoolName } from './names.ts';
import type { Point } from './plane.ts';
import { centroid } from './plane.ts';
import type { Noise, Random } from './random.ts';
import { SegmentIndex } from './segment-index.ts';
import type { Shore } from './shore.ts';
import { Site } from './site.ts';
import type { River, Terrain } from './terrain.ts';
import type { ZoneKind } from './zones.ts';

const CLASSES: RoadClass[] = ['trunk', 'primary', 'secondary', 'residential'];

export interface CityInput {
  lots: readonly Lot[];
  terrain: Terrain;
  shore: Shore;
  river: River;
  noise: Noise;
  random: Random;
  roads: readonly { class: RoadClass; points: readonly Point[] }[];
  onProgress?: ((part: number) => void) | undefined;
}

/** Fills the lots: landmarks first, then parks, then every quarter in its manner. */
export function buildCity(input: CityInput): Site {
  const { lots, terrain, noise, random } = input;
  const site = new Site(terrain);
  const roads = new SegmentIndex(60);
  for (const road of input.roads) roads.addLine(road.points, CLASSES.indexOf(road.class));
  const roadAt = (x: number, y: number): RoadClass | null => {
    const near = roads.nearest(x, y, 22);
    return near ? CLASSES[roads.tag[near.index]!]! : null;
  };
  buildLandmarks(site, lots);
  layParks(site, lots, input.shore, input.river, noise);
  const order = new Map<number, number>();
  const schools = schoolLots(lots);
  for (const [index, lot] of lots.entries()) {
    const rank = order.get(lot.quarter) ?? 0;
    order.set(lot.quarter, rank + 1);
    const [x, y] = centroid(lot.ring);
    const [first, last] = lot.zone.years;
    const age = Math.max(
      0,
      Math.min(1, 0.5 + 0.75 * noise(x / 520 + 11, y / 520) + 0.1 * noise(x / 90, y / 90)),
    );
    const block: Block = {
      lot,
      site,
      random: random.fork(`${lot.zone.kind}:${Math.round(x)}:${Math.round(y)}`),
      year: Math.round(first + (last - first) * age),
      roadAt,
    };
    const school = schools.get(index);
    if (school === 'school') buildSchool(block, schoolName(index));
    else if (school === 'kindergarten') buildKindergarten(block, kindergartenName(index));
    if (school !== 'school') BUILDERS[lot.zone.kind]?.(block, rank);
    if (index % 64 === 0) input.onProgress?.(index / lots.length);
  }
  return site;
}

/** How each kind of zone is built up; `rank` counts the lots of a quarter. Kinds that are not named stay green. */
const BUILDERS: Partial<Record<ZoneKind, (block: Block, rank: number) => void>> = {
  'old-town': buildOldTown,
  cbd: (block) => buildBusiness(block, 0.22),
  'new-town': (block) => {
    if (block.random.chance(0.5)) buildBusiness(block, 0.6, 0.85);
    else buildHousing(block);
  },
  slab: buildHousing,
  mixed: (block) => {
    if (block.lot.area > 26000) buildHousing(block);
    else buildMixed(block);
  },
  villa: buildVillas,
  foothill: (block) => {
    if (block.lot.area < FOOTHILL_GARDENS) buildVillas(block);
  },
  campus: buildCampus,
  hospital: (block, rank) => {
    if (rank % 3 === 0 || block.lot.area > 30000) buildHospital(block, rank);
    else buildMixed(block);
  },
  port: buildPort,
  industrial: buildIndustry,
};

/** Picks a lot for a school and one for a kindergarten in every quarter of housing. */
function schoolLots(lots: readonly Lot[]): Map<number, 'school' | 'kindergarten'> {
  const byQuarter = new Map<number, number[]>();
  for (const [i, lot] of lots.entries()) {
    if (lot.zone.kind !== 'slab' && !(lot.zone.kind === 'mixed' && lot.area > 12000)) continue;
    const list = byQuarter.get(lot.quarter);
    if (list) list.push(i);
    else byQuarter.set(lot.quarter, [i]);
  }
  const out = new Map<number, 'school' | 'kindergarten'>();
  for (const list of byQuarter.values()) {
    if (list.length < 5) continue;
    list.sort((p, q) => lots[q]!.area - lots[p]!.area);
    out.set(list[0]!, 'school');
    out.set(list[Math.floor(list.length / 2)]!, 'kindergarten');
  }
  return out;
}
