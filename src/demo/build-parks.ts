import { combine, joined, offset, ribbon } from './clip.ts';
import type { Lot } from './lots.ts';
import { onAxis } from './plan.ts';
import type { Point, Ring } from './plane.ts';
import { centroid, contains, placed, rectangle } from './plane.ts';
import type { Noise } from './random.ts';
import { fractal } from './random.ts';
import { box, oval } from './shapes.ts';
import type { Shore } from './shore.ts';
import type { Site } from './site.ts';
import type { River } from './terrain.ts';
import { createWalks } from './walks.ts';
import type { ZoneKind } from './zones.ts';
import { AXIS_ANGLE } from './zones.ts';

const AXIS = (AXIS_ANGLE * Math.PI) / 180;

/** Lots at the hills' foot below this hold villas, the others are wood, m². */
export const FOOTHILL_GARDENS = 27_000;

const JOINED = new Set<ZoneKind>([
  'park',
  'lake-park',
  'promenade',
  'culture',
  'axis',
  'stadium',
  'hill',
  'foothill',
]);

/** Lays out parks, woods, beaches and the green of housing; the lake of the central park with its island. */
export function layParks(site: Site, lots: readonly Lot[], shore: Shore, river: River, noise: Noise): void {
  const [lx, ly] = onAxis(1450, -10);
  const lake = blob(lx, ly, 330, 210, AXIS + 0.5, noise, 0.26);
  const island = blob(lx + 60, ly + 20, 52, 38, 0.2, noise, 0.2);
  site.lay(
    {
      kind: 'water',
      ring: lake,
      holes: [island],
      tags: { natural: 'water', water: 'lake', name: '镜澜湖', 'name:en': 'Jinglan Lake' },
    },
    null,
  );
  site.reserve(lake);
  for (const walk of createWalks(shore, river, lake)) {
    site.walks.push(walk);
    for (let i = 0; i + 1 < walk.points.length; i++) {
      for (const ring of ribbon([walk.points[i]!, walk.points[i + 1]!], walk.width / 2)) site.reserve(ring);
    }
  }
  for (const s of [250, 660, 800]) {
    const [x, y] = onAxis(s, 0);
    const pool = rectangle(x, y, AXIS, 70, 12);
    site.lay({ kind: 'water', ring: pool, tags: { natural: 'water', water: 'reflecting_pool' } }, null);
    site.reserve(pool);
  }
  const wide = new Map<string, { tags: Record<string, string>; rings: Ring[] }>();
  for (const lot of lots) {
    const tags = groundTags(lot);
    if (!tags) continue;
    if (!JOINED.has(lot.zone.kind)) site.lay({ kind: 'landuse', ring: lot.ring, tags }, null);
    else {
      const key = `${lot.quarter} ${JSON.stringify(tags)}`;
      const group = wide.get(key);
      if (group) group.rings.push(lot.ring);
      else wide.set(key, { tags, rings: [lot.ring] });
    }
  }
  // A park is one piece of ground, whatever limits of unit grids run through it.
  for (const { tags, rings } of wide.values()) {
    for (const { ring, holes } of joined(rings)) site.lay({ kind: 'landuse', ring, holes, tags }, null);
  }
  beach(site, shore);
  pavilions(site, lots);
}

function groundTags(lot: Lot): Record<string, string> | null {
  switch (lot.zone.kind) {
    case 'park':
      return { leisure: 'park', name: '东山公园', 'name:en': 'Dongshan Park' };
    case 'lake-park':
      return { leisure: 'park', name: '中央公园', 'name:en': 'Central Park' };
    case 'promenade':
      return { leisure: 'park', name: '环湾公园', 'name:en': 'Bay Park' };
    case 'culture':
      return { leisure: 'park', name: '南岬文化公园', 'name:en': 'South Cape Culture Park' };
    case 'axis':
      return { place: 'square', name: '海澜广场', 'name:en': 'Hailan Square', surface: 'paving_stones' };
    case 'stadium':
      return { leisure: 'sports_centre', name: '澜湾体育中心', 'name:en': 'Lanwan Sports Centre' };
    case 'hill':
      return { natural: 'wood' };
    case 'foothill':
      return lot.area < FOOTHILL_GARDENS
        ? { landuse: 'residential' }
        : { natural: 'wood', name: '澜山', 'name:en': 'Lanshan Hills' };
    case 'campus':
      return { amenity: 'university', name: '澜湾大学', 'name:en': 'Lanwan University' };
    case 'hospital':
      return { landuse: 'residential' };
    case 'cbd':
    case 'new-town':
      return { landuse: 'commercial' };
    case 'slab':
    case 'mixed':
    case 'old-town':
    case 'villa':
      return { landuse: 'residential' };
    case 'industrial':
    case 'port':
      return null;
  }
}

/** Sand along the head of the bay and in the south-east. */
function beach(site: Site, shore: Shore): void {
  const part = (x: number, y: number): boolean =>
    (x > -2150 && x < -1080 && y > -860 && y < -380) || (x > 150 && x < 860 && y < -2700);
  let run: Point[] = [];
  const flush = (): void => {
    if (run.length > 4) {
      const outer = offset(
        [...run, ...[...run].reverse().map(([x, y]): Point => [x + 0.01, y + 0.01])],
        17,
        true,
      )[0];
      const land = outer ? combine('intersection', [outer], [shore.ring])[0] : undefined;
      if (land) site.lay({ kind: 'landuse', ring: land, tags: { natural: 'beach', surface: 'sand' } }, null);
    }
    run = [];
  };
  for (const p of shore.ring) {
    if (part(p[0], p[1])) run.push(p);
    else flush();
  }
  flush();
}

function pavilions(site: Site, lots: readonly Lot[]): void {
  let count = 0;
  for (const lot of lots) {
    if (lot.zone.kind !== 'lake-park' && lot.zone.kind !== 'park' && lot.zone.kind !== 'promenade') continue;
    if (lot.zone.kind === 'promenade' && ++count % 3 !== 0) continue;
    const [x, y] = centroid(lot.ring);
    if (!contains(lot.ring, x, y)) continue;
    const large = lot.zone.kind === 'lake-park';
    site.build(
      lot.face,
      lot.ring,
      {
        outline: placed(large ? oval(11, 11, 8) : box(14, 9), x, y, lot.angle),
        building: 'pavilion',
        storeys: 1,
        height: large ? 7.5 : 5.5,
        roof: { shape: large ? 'pyramidal' : 'hipped', height: 3, colour: '#4f6b58' },
        colour: '#97432f',
        material: 'wood',
        year: lot.zone.years[0] + 4,
      },
      6,
    );
  }
}

/** A smooth blot about a place. */
function blob(
  cx: number,
  cy: number,
  width: number,
  depth: number,
  angle: number,
  noise: Noise,
  rough: number,
): Ring {
  const ring = Array.from({ length: 48 }, (_, i): Point => {
    const a = (i / 48) * Math.PI * 2;
    const r = 1 + rough * 1.6 * fractal(noise, Math.cos(a) * 1.3 + cx / 97, Math.sin(a) * 1.3 + cy / 97, 2);
    return [((Math.cos(a) * width) / 2) * r, ((Math.sin(a) * depth) / 2) * r];
  });
  return placed(ring, cx, cy, angle);
}
