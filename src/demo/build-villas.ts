import type { Block } from './block.ts';
import { frontOf, yearNear } from './block.ts';
import { alongFronts, at } from './layout.ts';
import { roofing, wall } from './palette.ts';
import { box } from './shapes.ts';

/** Houses in gardens, one row to each street. */
export function buildVillas(block: Block): void {
  const { lot, site, random } = block;
  alongFronts(lot.ring, { width: [11, 16], depth: [9.5, 12.5], gap: [9, 17], inset: 5 }, random, (place) => {
    if (random.chance(0.08) || frontOf(block, place) === null) return false;
    const storeys = random.chance(0.7) ? 2 : 3;
    const roof = Math.round(Math.min(place.width, place.depth) * 3.2) / 10;
    return site.build(
      lot.face,
      lot.ring,
      {
        outline: at(
          { ...place, angle: place.angle + random.range(-0.05, 0.05) },
          box(place.width, place.depth),
        ),
        building: random.chance(0.8) ? 'house' : 'semidetached_house',
        storeys,
        height: Math.round((storeys * 3.1 + 0.4 + roof) * 10) / 10,
        roof: {
          shape: random.pick(['hipped', 'hipped', 'hipped', 'gabled', 'pyramidal']),
          height: roof,
          colour: roofing(random.chance(0.75) ? 'redTile' : 'greyTile', random),
        },
        colour: wall('villa', random),
        material: 'plaster',
        year: yearNear(block, 5, 8),
      },
      6,
    );
  });
}
