import type { Block } from './block.ts';
import { yearNear } from './block.ts';
import type { Place } from './layout.ts';
import { alongFronts, at, inRows } from './layout.ts';
import { roofing, wall } from './palette.ts';
import type { Point, Ring } from './plane.ts';
import { boxAlong, placed, rectangle } from './plane.ts';
import { box, corner, court, horseshoe, slab } from './shapes.ts';
import type { Bilingual, Structure } from './structure.ts';

const flatRoof = { shape: 'flat', height: 0 } as const;

/** A running track round a pitch, if the lot has room for it. */
export function layTrack(block: Block, long: boolean): boolean {
  const { lot, site } = block;
  const [w, d] = long ? [150, 74] : [92, 46];
  const frame = boxAlong(lot.ring, lot.angle);
  for (const turn of [0, Math.PI / 2]) {
    for (const [du, dv] of [
      [0.5, 0],
      [0, 0],
      [-0.5, 0],
      [0, 0.5],
      [0, -0.5],
      [0.5, 0.5],
      [-0.5, -0.5],
    ] as const) {
      const angle = lot.angle + turn;
      const [fw, fd] = turn === 0 ? [frame.width, frame.depth] : [frame.depth, frame.width];
      const c = Math.cos(angle);
      const s = Math.sin(angle);
      const u = du * Math.max(0, fw - w - 4);
      const v = dv * Math.max(0, fd - d - 4);
      const spot: Point = [frame.cx + c * u - s * v, frame.cy + s * u + c * v];
      const ring = placed(stadium(w, d), spot[0], spot[1], angle);
      if (!site.lay({ kind: 'landuse', ring, tags: { leisure: 'track', sport: 'athletics' } }, lot.ring, 5))
        continue;
      site.lay(
        {
          kind: 'landuse',
          ring: rectangle(spot[0], spot[1], angle, w * 0.62, d * 0.64),
          tags: { leisure: 'pitch', sport: 'soccer' },
        },
        null,
      );
      return true;
    }
  }
  return false;
}

/** A rectangle with half circles at its ends. */
function stadium(width: number, depth: number): Ring {
  const r = depth / 2;
  const straight = width / 2 - r;
  const ring: Ring = [];
  for (let k = 0; k <= 8; k++) {
    const a = -Math.PI / 2 + (k / 8) * Math.PI;
    ring.push([straight + r * Math.cos(a), r * Math.sin(a)]);
  }
  for (let k = 0; k <= 8; k++) {
    const a = Math.PI / 2 + (k / 8) * Math.PI;
    ring.push([-straight + r * Math.cos(a), r * Math.sin(a)]);
  }
  return ring;
}

function hall(
  block: Block,
  place: Place,
  outline: Ring,
  building: string,
  storeys: number,
  extra: Partial<Structure> = {},
): Structure {
  const { random } = block;
  return {
    outline: at(place, outline),
    building,
    storeys,
    height: Math.round((storeys * 3.9 + 1) * 10) / 10,
    roof: { ...flatRoof, colour: roofing('flat', random) },
    colour: wall(block.year < 1990 ? 'brick' : 'plaster', random),
    year: yearNear(block, 6, 10),
    ...extra,
  };
}

/** A school: a track, then classroom wings about a yard. */
export function buildSchool(block: Block, name: Bilingual): void {
  const { lot, site, random } = block;
  site.lay(
    { kind: 'landuse', ring: lot.ring, tags: { amenity: 'school', name: name.zh, 'name:en': name.en } },
    null,
  );
  if (!layTrack(block, lot.area > 22000)) layTrack(block, false);
  let first = true;
  inRows(
    lot.ring,
    Math.max(-0.26, Math.min(0.26, lot.angle)),
    { width: [44, 66], depth: 34, spacing: 48, gap: [14, 20] },
    random,
    (place) => {
      const shape = first ? horseshoe(place.width, place.depth, 10) : corner(place.width, place.depth, 10);
      const done = site.build(
        lot.face,
        lot.ring,
        hall(block, place, shape, 'school', random.int(4, 5), first ? { name } : {}),
        8,
      );
      if (done) first = false;
      return done;
    },
  );
  alongFronts(lot.ring, { width: [24, 46], depth: [11, 14], gap: [10, 20], inset: 4 }, random, (place) =>
    site.build(
      lot.face,
      lot.ring,
      hall(block, place, box(place.width, place.depth), 'school', random.int(3, 4), first ? { name } : {}),
      9,
    ),
  );
}

/** A kindergarten: a low L and a garden. */
export function buildKindergarten(block: Block, name: Bilingual): void {
  const { lot, site, random } = block;
  let done = false;
  inRows(
    lot.ring,
    Math.max(-0.26, Math.min(0.26, lot.angle)),
    { width: [34, 42], depth: 24, spacing: 40, gap: [200, 200] },
    random,
    (place) => {
      if (done) return false;
      done = site.build(
        lot.face,
        lot.ring,
        hall(block, place, corner(place.width, place.depth, 9), 'kindergarten', random.int(2, 3), {
          name,
          colour: random.pick(['#dcb27a', '#cf9f86', '#a9b88f']),
          tags: { amenity: 'kindergarten' },
        }),
        10,
      );
      return done;
    },
  );
}

/** University blocks: halls about green courts, or dormitories in rows, or the sports field. */
export function buildCampus(block: Block, order: number): void {
  const { lot, site, random } = block;
  if (order % 9 === 4 && layTrack(block, true)) return;
  if (order % 3 === 1) {
    inRows(
      lot.ring,
      Math.max(-0.2, Math.min(0.2, lot.angle)),
      { width: [42, 60], depth: 14, spacing: 34, gap: [10, 16] },
      random,
      (place) =>
        site.build(
          lot.face,
          lot.ring,
          hall(
            block,
            place,
            slab(place.width, 14, Math.round(place.width / 14)),
            'dormitory',
            random.int(5, 6),
          ),
          7,
        ),
    );
    return;
  }
  const pitched = block.year < 1975;
  alongFronts(lot.ring, { width: [38, 68], depth: [15, 18], gap: [14, 24], inset: 6 }, random, (place) => {
    const shape =
      pitched || random.chance(0.5)
        ? box(place.width, place.depth)
        : horseshoe(place.width, place.depth + 8, 12);
    const spot =
      shape.length > 4
        ? { ...place, x: place.x - Math.sin(place.angle) * 4, y: place.y + Math.cos(place.angle) * 4 }
        : place;
    const storeys = random.int(3, 5);
    const made = hall(block, spot, shape, 'university', storeys);
    if (pitched && shape.length === 4) {
      made.roof = { shape: 'hipped', height: 4.5, colour: roofing('glazed', random) };
      made.height = Math.round((made.height + 4.5) * 10) / 10;
    }
    return site.build(lot.face, lot.ring, made, 9);
  });
}

/** Hospital blocks: wards about courts, low wings between. */
export function buildHospital(block: Block, order: number): void {
  const { lot, site, random } = block;
  const name = { zh: '澜湾市中心医院', en: 'Lanwan Central Hospital' };
  const frame = boxAlong(lot.ring, lot.angle);
  if (order === 0) {
    const { ring, hole } = court(72, 54, 17);
    const place = { x: frame.cx, y: frame.cy, angle: lot.angle, width: 72, depth: 54 };
    site.build(
      lot.face,
      lot.ring,
      {
        ...hall(block, place, ring, 'hospital', 16, { name, height: 66, year: 2008, colour: '#e4ded2' }),
        holes: [at(place, hole)],
        tags: { amenity: 'hospital' },
      },
      8,
    );
  }
  inRows(
    lot.ring,
    Math.max(-0.2, Math.min(0.2, lot.angle)),
    { width: [50, 78], depth: 18, spacing: 42, gap: [16, 24] },
    random,
    (place) =>
      site.build(
        lot.face,
        lot.ring,
        hall(block, place, box(place.width, 18), 'hospital', random.int(4, 11)),
        10,
      ),
  );
}
