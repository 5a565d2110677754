import type { Block } from './block.ts';
import { frontOf, yearNear } from './block.ts';
import type { Place } from './layout.ts';
import { alongFronts, at, inRows } from './layout.ts';
import { roofing, wall } from './palette.ts';
import { box, cross, slab } from './shapes.ts';
import type { Structure } from './structure.ts';

/** Housing of its time: rows that face south, with shops where a main road passes. */
export function buildHousing(block: Block): void {
  const { lot, site, random, year } = block;
  alongFronts(lot.ring, { width: [16, 34], depth: [9, 12], gap: [0.3, 9], inset: 1 }, random, (place) => {
    const front = frontOf(block, place);
    if (front !== 'primary' && front !== 'secondary') return false;
    return random.chance(0.85) && site.build(lot.face, lot.ring, shops(block, place), 7);
  });
  const angle = Math.max(-0.26, Math.min(0.26, lot.angle));
  if (year >= 2008 && random.chance(0.72)) {
    const storeys = random.int(17, 30);
    inRows(lot.ring, angle, { width: [26, 32], depth: 19, spacing: 46, gap: [20, 30] }, random, (place) =>
      site.build(lot.face, lot.ring, pointBlock(block, place, storeys + random.int(-2, 3)), 8),
    );
    return;
  }
  const storeys =
    year < 1985 ? random.int(4, 6) : year < 1999 ? random.int(6, 7) : random.pick([6, 8, 11, 11, 14, 16, 18]);
  const depth = year < 1985 ? 10.5 : 13;
  const spacing = depth + Math.max(13, Math.min(36, storeys * 2.9 * (storeys > 9 ? 0.72 : 1.05)));
  const unit = year < 1985 ? 11 : storeys > 9 ? 17 : 14;
  const pitched = storeys <= 7 && year > 1986 && random.chance(0.5);
  const tint = wall(year < 1985 ? 'brick' : year < 2003 ? 'flats' : 'newFlats', random);
  const tile = roofing(pitched ? 'redTile' : 'flat', random);
  const rule = {
    width: [unit * 2, unit * (storeys > 9 ? 3 : 5)] as const,
    depth,
    spacing,
    gap: [7, 14] as const,
  };
  inRows(lot.ring, angle, rule, random, (place) => {
    const units = Math.max(2, Math.round(place.width / unit));
    const width = units * unit;
    const roof = pitched ? 3 : 0;
    return site.build(
      lot.face,
      lot.ring,
      {
        outline: at(place, pitched ? box(width, depth) : slab(width, depth, units)),
        building: 'apartments',
        storeys,
        height: Math.round((storeys * 2.9 + 0.9 + roof) * 10) / 10,
        roof: { shape: pitched ? 'gabled' : 'flat', height: roof, colour: tile },
        colour: tint,
        material: year < 1985 ? 'brick' : 'plaster',
        year: yearNear(block, 1, 2),
      },
      5.5,
    );
  });
}

function shops(block: Block, place: Place): Structure {
  const { random } = block;
  const storeys = random.chance(0.7) ? 2 : 1;
  return {
    outline: at(place, box(place.width, place.depth)),
    building: 'retail',
    storeys,
    height: storeys * 4 + 0.8,
    roof: { shape: 'flat', height: 0, colour: roofing('flat', random) },
    colour: wall('concrete', random),
    year: yearNear(block, 0, 6),
    tags: {
      shop: random.pick(['supermarket', 'convenience', 'pharmacy', 'bakery', 'greengrocer', 'hairdresser']),
    },
  };
}

function pointBlock(block: Block, place: Place, storeys: number): Structure {
  const { random } = block;
  const wide = place.width;
  return {
    outline: at(place, cross(wide, place.depth, 4.4)),
    building: 'apartments',
    storeys,
    height: Math.round((storeys * 2.95 + 3.2) * 10) / 10,
    roof: { shape: 'flat', height: 0, colour: roofing('flat', random) },
    colour: wall('newFlats', random),
    material: 'concrete',
    year: yearNear(block, 1, 2),
  };
}
