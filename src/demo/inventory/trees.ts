import type { Point, Ring } from '../plane.ts';
import { boundsOf, contains } from '../plane.ts';
import type { Random } from '../random.ts';
import type { ZoneKind } from '../zones.ts';
import type { Inventory } from './inventory.ts';
import { SIDES, type Track } from './track.ts';

type Species =
  | '悬铃木'
  | '香樟'
  | '银杏'
  | '樱花'
  | '垂柳'
  | '黑松'
  | '国槐'
  | '白蜡'
  | '女贞'
  | '紫薇'
  | '水杉';

/** Latin names, and height (m) and crown (m) when grown. */
const SPECIES: Record<Species, readonly [latin: string, height: number, crown: number]> = {
  悬铃木: ['Platanus × acerifolia', 15, 11],
  香樟: ['Cinnamomum camphora', 12, 9],
  银杏: ['Ginkgo biloba', 13, 6],
  樱花: ['Prunus serrulata', 6, 5.5],
  垂柳: ['Salix babylonica', 11, 9],
  黑松: ['Pinus thunbergii', 10, 6],
  国槐: ['Styphnolobium japonicum', 12, 9],
  白蜡: ['Fraxinus chinensis', 12, 8],
  女贞: ['Ligustrum lucidum', 8, 5],
  紫薇: ['Lagerstroemia indica', 5, 3.5],
  水杉: ['Metasequoia glyptostroboides', 17, 5],
};

/** What a quarter's residential streets are planted with; a street keeps to one kind. */
const STREETS: Record<ZoneKind, readonly Species[]> = {
  'old-town': ['悬铃木', '国槐'],
  cbd: ['银杏', '香樟'],
  axis: ['银杏'],
  slab: ['香樟', '国槐', '白蜡', '女贞'],
  villa: ['樱花', '紫薇', '香樟'],
  campus: ['银杏', '悬铃木', '樱花'],
  port: ['白蜡', '黑松'],
  mixed: ['悬铃木', '国槐', '香樟', '白蜡'],
  park: ['樱花', '香樟'],
  'lake-park': ['垂柳', '樱花'],
  promenade: ['黑松', '垂柳'],
  hill: ['黑松'],
  foothill: ['樱花', '黑松'],
  stadium: ['香樟', '银杏'],
  hospital: ['香樟', '银杏'],
  culture: ['樱花', '银杏'],
  industrial: ['白蜡', '女贞'],
  'new-town': ['银杏', '紫薇'],
};
const MAIN: Record<'trunk' | 'primary' | 'secondary', readonly Species[]> = {
  trunk: ['香樟', '白蜡'],
  primary: ['悬铃木', '银杏', '香樟'],
  secondary: ['悬铃木', '国槐', '香樟', '银杏', '白蜡'],
};
const GROVES: Partial<Record<ZoneKind, readonly Species[]>> = {
  park: ['黑松', '香樟', '樱花'],
  'lake-park': ['水杉', '樱花', '香樟', '银杏'],
  promenade: ['黑松', '樱花'],
  culture: ['银杏', '樱花', '黑松'],
};

/** From tree to tree, m. */
const SPACING = { trunk: 11, primary: 10, secondary: 10, residential: 17, path: 45 } as const;
/** Willows are planted within so much of a bank, m. */
const BANK = 8;
/** The year for which ages are reckoned. */
const SURVEYED = 2026;

/** Plants both sides of streets and one of paths. */
export function plantStreets(inventory: Inventory, tracks: readonly Track[], random: Random): void {
  const kinds = new Map<string, Species>();
  for (const track of tracks) {
    const { class: kind, width } = track.road;
    // Lanes of the old town have no room.
    if (kind !== 'path' && width < 6) continue;
    const [mx, my] = track.place(track.length / 2, 0).at;
    const ward = inventory.survey.wardAt(mx, my);
    if (!ward || (kind === 'path' && track.road.name === null && !PLANTED_PATHS.has(ward.zone))) continue;
    const choice = kind === 'residential' || kind === 'path' ? STREETS[ward.zone] : MAIN[kind];
    const key = track.name ?? `${ward.grid.slice(0, 12)}`;
    const species = kinds.get(key) ?? random.pick(choice);
    kinds.set(key, species);
    // Some narrow streets are planted on one side only, where the sun is.
    const sides =
      kind === 'path' || (kind === 'residential' && random.chance(0.45)) ? SIDES.slice(0, 1) : SIDES;
    const planted = ward.years[0] + random.range(0.2, 0.9) * (Math.min(2016, ward.years[1]) - ward.years[0]);
    for (const side of sides) {
      const behind = kind === 'residential' ? 1.25 : kind === 'path' ? 1.6 : 1.7;
      for (const station of track.stations(SPACING[kind])) {
        if (random.chance(0.04)) continue;
        plant(
          inventory,
          track.stop(station, side, behind).at,
          species,
          planted,
          track.name,
          '行道树',
          random,
        );
      }
    }
  }
}

const PLANTED_PATHS = new Set<ZoneKind>(['slab', 'campus', 'hospital', 'new-town', 'mixed']);

/** Groves in parks: a loose grid with clearings. */
export function plantGroves(
  inventory: Inventory,
  parks: readonly { ring: Ring; holes: readonly Ring[]; sparse: boolean }[],
  random: Random,
): void {
  for (const { ring, holes, sparse } of parks) {
    const box = boundsOf(ring);
    const step = sparse ? 22 : 15;
    for (let y = box.minY; y < box.maxY; y += step) {
      for (let x = box.minX; x < box.maxX; x += step) {
        const at: Point = [x + random.range(-4.5, 4.5), y + random.range(-4.5, 4.5)];
        const roll = Math.sin(at[0] / 37) + Math.sin(at[1] / 29 + at[0] / 61);
        if (roll < -0.1 || !contains(ring, at[0], at[1])) continue;
        if (holes.some((hole) => contains(hole, at[0], at[1]))) continue;
        const ward = inventory.survey.wardAt(at[0], at[1]);
        const species = ward && GROVES[ward.zone];
        if (!ward || !species) continue;
        const planted = ward.years[0] + random.range(0, 20);
        plant(
          inventory,
          at,
          species[Math.floor((roll + 2) * 7) % species.length]!,
          planted,
          undefined,
          '公园树',
          random,
        );
      }
    }
  }
}

function plant(
  inventory: Inventory,
  at: Point,
  wanted: Species,
  planted: number,
  road: string | undefined,
  use: string,
  random: Random,
): void {
  const [x, y] = at;
  const byWater = use === '行道树' && wanted !== '黑松' && inventory.survey.isWater(x, y, BANK);
  const species = byWater ? '垂柳' : wanted;
  const [latin, height, crown] = SPECIES[species];
  // Gaps are filled with young trees.
  const year = Math.round(random.chance(0.07) ? random.range(2018, 2025) : planted);
  const grown = Math.min(1, 0.38 + (SURVEYED - year) / 42);
  const size = grown < 0.58 ? 'small' : grown < 0.86 ? 'medium' : 'large';
  const part = grown * random.range(0.9, 1.08);
  inventory.stand(
    {
      kind: '0402',
      at,
      height: Math.round(height * part * 10) / 10,
      ...(road ? { road } : {}),
      attributes: {
        species,
        latin,
        size,
        crown: Math.round(crown * part * 10) / 10,
        girth: Math.round(28 + 150 * grown * grown * random.range(0.8, 1.2)),
        use,
        planted: year,
      },
    },
    1.5,
  );
}
