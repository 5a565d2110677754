import type { Block } from './block.ts';
import { frontOf, yearNear } from './block.ts';
import type { Place } from './layout.ts';
import { alongFronts, at, inRows } from './layout.ts';
import { roofing, wall } from './palette.ts';
import { box, corner } from './shapes.ts';
import type { Structure } from './structure.ts';

/** Closed street fronts about a shared court, as in a city that grew: flats over shops, offices, a hotel. */
export function buildMixed(block: Block): void {
  const { lot, site, random, year } = block;
  const low = year < 1975 ? 3 : year < 1995 ? 4 : 5;
  const usual = random.int(low, low + 2);
  const backBuilt = random.chance(0.25);
  const closedFront = random.chance(0.75);
  alongFronts(
    lot.ring,
    {
      width: [15, 34],
      depth: [12, 15],
      gap: closedFront ? [0.3, 0.3] : [4, 9],
      inset: random.pick([0.4, 0.4, 2.5]),
    },
    random,
    (place) =>
      random.chance(0.05) || (frontOf(block, place) === null && !backBuilt)
        ? false
        : site.build(lot.face, lot.ring, house(block, place, usual)),
  );
  // Yards: a second row of flats where there is room, here and there a workshop or bicycle shed.
  if (random.chance(0.4)) {
    inRows(
      lot.ring,
      lot.angle,
      { width: [22, 44], depth: 11.5, spacing: 34, gap: [8, 18] },
      random,
      (place) =>
        site.build(
          lot.face,
          lot.ring,
          { ...house(block, place, Math.max(3, usual - 1)), building: 'apartments' },
          11,
        ),
    );
  }
  const busy = random.range(0.03, 0.3);
  inRows(
    lot.ring,
    lot.angle,
    { width: [7, 19], depth: random.range(6, 9), spacing: 17, gap: [3, 30] },
    random,
    (place) => {
      if (!random.chance(busy)) return false;
      const spot = { ...place, x: place.x + random.range(-4, 4), y: place.y + random.range(-4, 4) };
      const storeys = random.int(1, 2);
      return site.build(
        lot.face,
        lot.ring,
        {
          outline: at(
            spot,
            random.chance(0.12) ? corner(spot.width, spot.depth, 4) : box(spot.width, spot.depth),
          ),
          building: random.pick(['shed', 'garages', 'retail', 'service']),
          storeys,
          height: Math.round((storeys * 3 + 0.4) * 10) / 10,
          roof: { shape: 'flat', height: 0, colour: roofing('metal', random) },
          colour: wall('concrete', random),
          year: yearNear(block, 0, 20),
        },
        3,
      );
    },
  );
}

function house(block: Block, place: Place, usual: number): Structure {
  const { random, year } = block;
  const front = frontOf(block, place);
  const main = front === 'primary' || front === 'secondary' || front === 'trunk';
  const use = random.chance(main ? 0.26 : 0.08)
    ? 'office'
    : main && random.chance(0.07)
      ? 'hotel'
      : 'apartments';
  const storeys = Math.max(
    2,
    usual +
      random.int(-1, 1) +
      (main ? random.int(0, 2) : 0) +
      (use !== 'apartments' && random.chance(0.3) ? 4 : 0),
  );
  const own = random.chance(0.85) ? yearNear(block, 6, 8) : yearNear(block, 0, 40);
  const pitched = storeys < 6 && own < 1990 && random.chance(0.45);
  const roof = pitched ? Math.round(place.depth * 2.4) / 10 : 0;
  const each = use === 'office' ? 3.7 : 3.1;
  return {
    outline: at(place, box(place.width, place.depth)),
    building: use,
    storeys,
    height: Math.round((storeys * each + (main ? 1.4 : 0.6) + roof) * 10) / 10,
    roof: {
      shape: pitched ? (random.chance(0.7) ? 'gabled' : 'hipped') : 'flat',
      height: roof,
      colour: roofing(pitched ? 'redTile' : 'flat', random),
    },
    colour: wall(
      own < 1960 ? 'brick' : year < 1990 ? 'plaster' : random.chance(0.5) ? 'flats' : 'concrete',
      random,
    ),
    year: own,
    ...(own < 1955 && random.chance(0.015) ? { endYear: random.int(2027, 2033) } : {}),
    ...(main && use === 'apartments' ? { tags: { 'building:use': 'apartments;retail' } } : {}),
  };
}
