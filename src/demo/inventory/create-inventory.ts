import type { Boundaries } from '../boundaries.ts';
import { DIVISION } from '../boundaries.ts';
import type { Lot } from '../lots.ts';
import type { Ring } from '../plane.ts';
import { signedArea } from '../plane.ts';
import { METRO, TRAM } from '../rail-lines.ts';
import type { Random } from '../random.ts';
import type { Road } from '../roads.ts';
import type { Shore } from '../shore.ts';
import type { Site } from '../site.ts';
import type { Zone } from '../zones.ts';
import { AXIS_ANGLE } from '../zones.ts';
import { furnishJunctions } from './at-junctions.ts';
import { layCovers } from './covers.ts';
import { feedLamps } from './feeders.ts';
import { furnishLots } from './furnish-lots.ts';
import type { OpenSpace } from './furnish-open.ts';
import { furnishParks, furnishWalks } from './furnish-open.ts';
import { furnishSquares, lightSquares } from './furnish-squares.ts';
import { furnishStreets } from './furnish-streets.ts';
import { furnishWater, placePylons } from './furnish-water.ts';
import { Inventory } from './inventory.ts';
import { findJunctions } from './junctions.ts';
import { keepersOf } from './kinds.ts';
import { lightStreets } from './lamps.ts';
import { Survey } from './survey.ts';
import type { Entry, Thing } from './thing.ts';
import { Track } from './track.ts';
import { placeBusStops, placeMetro } from './transit.ts';
import { plantGroves, plantStreets } from './trees.ts';

interface InventoryInput {
  /** Streets and paths, promenades among them. */
  roads: readonly Road[];
  site: Site;
  shore: Shore;
  /** The river's bed, counter-clockwise. */
  bed: Ring;
  boundaries: Boundaries;
  lots: readonly Lot[];
  /** Zone of each face of the plan. */
  zoneOfFace: readonly Zone[];
  random: Random;
}

/** Squares are laid out along the district's axis, radians from east. */
const AXIS = (AXIS_ANGLE * Math.PI) / 180;
/** Of a thousand components so many are damaged, lost, scrapped. */
const DAMAGED = 15;
const LOST = 2;
const SCRAPPED = 1;
/** Of lamps and trees: when the newest were set up. */
const NEWEST = 2025;

/**
 * Draws up the inventory of the city's components: what stands on streets, squares, in parks and between houses, each
 * with its code, unit grid, keepers, year and state, in the order of their codes.
 */
export function createInventory(input: InventoryInput): Entry[] {
  const { roads, site, random } = input;
  const survey = new Survey({
    roads,
    trams: [{ points: TRAM.line, half: TRAM.half }],
    site,
    shore: input.shore,
    waters: [
      { ring: input.bed, holes: [] },
      ...site.ground.flatMap((g) => (g.kind === 'water' ? [{ ring: g.ring, holes: g.holes ?? [] }] : [])),
    ],
    boundaries: input.boundaries,
    zoneOfFace: input.zoneOfFace,
  });
  const inventory = new Inventory(survey);
  const streets = roads.flatMap((r) => (r.class === 'path' || r.tunnel || r.bridge ? [] : [new Track(r)]));
  const paths = roads.flatMap((r) => (r.class === 'path' ? [new Track(r)] : []));
  const walks = paths.filter(({ road }) => road.width > 2.5);
  const junctions = findJunctions(
    roads.flatMap((r) => (r.class === 'path' || r.tunnel ? [] : [new Track(r)])),
  );
  const spaces = openSpaces(site);

  placeBusStops(inventory, streets);
  placeMetro(
    inventory,
    METRO.map(({ turns }) => turns),
    junctions,
  );
  furnishJunctions(inventory, junctions, random.fork('junctions'));
  const lamps = [
    ...lightStreets(inventory, streets, walks, random.fork('lamps')),
    ...lightSquares(inventory, spaces, AXIS),
  ];
  const feeders = feedLamps(inventory, lamps);
  furnishStreets(inventory, streets, random.fork('streets'));
  furnishWater(inventory, input.shore.ring, input.bed, TRAM.line);
  furnishWalks(inventory, walks);
  furnishSquares(inventory, spaces, AXIS);
  furnishParks(inventory, spaces, random.fork('parks'));
  furnishLots(inventory, input.lots, random.fork('lots'));
  placePylons(inventory);
  plantStreets(inventory, [...streets, ...paths], random.fork('trees'));
  plantGroves(
    inventory,
    spaces.flatMap(({ kind, ring, holes, area }) =>
      kind === 'park' ? [{ ring, holes, sparse: area > 150_000 }] : [],
    ),
    random.fork('groves'),
  );
  layCovers(inventory, streets, random.fork('covers'));

  const entries = toEntries(inventory, random.fork('entries'));
  const codeOf = new Map<Thing, string>(entries.map(({ thing, entry }) => [thing, entry.code]));
  for (const { cabinet, lamps: fed } of feeders) {
    for (const lamp of fed) lamp.attributes.cabinet = codeOf.get(cabinet)!;
  }
  return entries.map(({ entry }) => entry).sort((p, q) => (p.code < q.code ? -1 : 1));
}

function openSpaces(site: Site): OpenSpace[] {
  return site.ground.flatMap(({ kind, ring, holes, tags }): OpenSpace[] => {
    const is = tags.leisure === 'park' ? 'park' : tags.place === 'square' ? 'square' : null;
    if (kind !== 'landuse' || is === null) return [];
    const area = signedArea(ring) - (holes ?? []).reduce((sum, hole) => sum + Math.abs(signedArea(hole)), 0);
    return [{ kind: is, ring, holes: holes ?? [], area, ...(tags.name ? { name: tags.name } : {}) }];
  });
}

/** Gives codes in the order of sub-district, then of place, and what else an inventory says of each. */
function toEntries(inventory: Inventory, random: Random): { thing: Thing; entry: Entry }[] {
  const numbers = new Map<string, number>();
  return inventory.things
    .map((thing) => ({ thing, ward: inventory.survey.wardAt(...thing.at)! }))
    .sort((p, q) => (p.ward.grid < q.ward.grid ? -1 : p.ward.grid > q.ward.grid ? 1 : 0))
    .map(({ thing, ward }) => {
      const number = (numbers.get(thing.kind) ?? 0) + 1;
      numbers.set(thing.kind, number);
      const from = Math.max(1988, ward.years[0]);
      const planted = thing.attributes?.planted;
      const installed =
        typeof planted === 'number'
          ? planted
          : Math.min(NEWEST, Math.round(from + random.next() ** 0.6 * (NEWEST - from)));
      const fate = random.int(0, 999);
      const condition =
        fate < DAMAGED
          ? '破损'
          : fate < DAMAGED + LOST
            ? '丢失'
            : fate < DAMAGED + LOST + SCRAPPED
              ? '废弃'
              : '完好';
      const entry: Entry = Object.assign(thing, {
        code: `${DIVISION}${thing.kind}${String(number).padStart(6, '0')}`,
        grid: ward.grid,
        ...keepersOf(thing.kind),
        installed,
        condition,
      } as const);
      return { thing, entry };
    });
}
